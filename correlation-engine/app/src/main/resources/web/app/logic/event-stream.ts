/** Server-sent events out of chunks of text, however they are cut. Source: HTML Standard, "Server-sent events", parsing. */
export interface StreamEvent {
  readonly type: string;
  readonly data: string;
}

export class EventStreamParser {
  private pending = '';
  private type = '';
  private data: string[] = [];

  /** The events completed by this chunk, in order. Comments and unknown fields are skipped. */
  push(chunk: string): StreamEvent[] {
    const events: StreamEvent[] = [];
    const lines = (this.pending + chunk).split(/\r\n|\n|\r(?!$)/);
    this.pending = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (this.data.length > 0) {
          events.push({ type: this.type || 'message', data: this.data.join('\n') });
        }
        this.type = '';
        this.data = [];
        continue;
      }
      const colon = line.indexOf(':');
      const name = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (name === 'event') {
        this.type = value;
      } else if (name === 'data') {
        this.data.push(value);
      }
    }
    return events;
  }
}
