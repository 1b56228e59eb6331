/** The last so many items in chunks; a full chunk never changes again, so that a list need not redraw it. The oldest chunk goes as a whole. */
export class TailBuffer<T> {
  private held: (readonly T[])[] = [];

  constructor(
    private readonly most: number,
    private readonly chunkSize: number,
  ) {}

  get size(): number {
    return this.held.reduce((sum, chunk) => sum + chunk.length, 0);
  }

  add(items: readonly T[]): void {
    let rest = items.slice(-this.most);
    while (rest.length > 0) {
      const last = this.held[this.held.length - 1];
      const room = last ? this.chunkSize - last.length : 0;
      if (last && room > 0) {
        this.held[this.held.length - 1] = [...last, ...rest.slice(0, room)];
        rest = rest.slice(room);
      } else {
        this.held.push(rest.slice(0, this.chunkSize));
        rest = rest.slice(this.chunkSize);
      }
    }
    while (this.size > this.most) {
      this.held.shift();
    }
  }

  clear(): void {
    this.held = [];
  }

  chunks(): readonly (readonly T[])[] {
    return this.held;
  }

  all(): T[] {
    return this.held.flat();
  }
}
