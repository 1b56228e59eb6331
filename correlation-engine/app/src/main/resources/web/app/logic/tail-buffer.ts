/** Items that are drawn together; the key stays while the chunk lives. */
export interface Chunk<T> {
  readonly key: number;
  readonly items: readonly T[];
}

/** The last so many items in chunks; a full chunk never changes again, so that a list need not redraw it. The oldest chunk goes as a whole. */
export class TailBuffer<T> {
  private held: Chunk<T>[] = [];
  private nextKey = 0;

  constructor(
    private readonly most: number,
    private readonly chunkSize: number,
  ) {}

  get size(): number {
    return this.held.reduce((sum, chunk) => sum + chunk.items.length, 0);
  }

  add(items: readonly T[]): void {
    let rest = items.slice(-this.most);
    while (rest.length > 0) {
      const last = this.held[this.held.length - 1];
      const room = last ? this.chunkSize - last.items.length : 0;
      if (last && room > 0) {
        this.held[this.held.length - 1] = { key: last.key, items: [...last.items, ...rest.slice(0, room)] };
        rest = rest.slice(room);
      } else {
        this.held.push({ key: this.nextKey++, items: rest.slice(0, this.chunkSize) });
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

  chunks(): readonly Chunk<T>[] {
    return this.held;
  }

  all(): T[] {
    return this.held.flatMap((chunk) => chunk.items);
  }
}
