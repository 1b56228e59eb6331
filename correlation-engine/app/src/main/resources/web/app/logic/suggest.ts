/** What could be meant at the caret of a query: a field's name, or a value of a field. Pure. */
export interface Hole {
  /** The field whose value is being written, or empty while a word or a field's name is. */
  readonly field: string;
  /** What stands there already. */
  readonly prefix: string;
  /** First character to replace; the last is the one before the caret. */
  readonly start: number;
}

export interface Suggestion {
  readonly text: string;
  readonly note: string;
  /** What replaces the hole. */
  readonly insert: string;
}

const MAX_SUGGESTIONS = 10;

/** The hole at the caret; undefined inside quotes that began before a word, after a blank, or where nothing can be said. */
export function holeAt(text: string, caret: number): Hole | undefined {
  const before = text.slice(0, caret);
  if (/[^\s()]/.test(text.slice(caret, caret + 1))) {
    return undefined;
  }
  const value = /(?:^|[\s(+!-])([A-Za-z_][\w.@-]*):("[^"]*|[^\s()"]*)$/.exec(before);
  if (value) {
    return { field: value[1], prefix: value[2].replace(/^"/, ''), start: caret - value[2].length };
  }
  const outside = before.replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => '_'.repeat(quoted.length));
  const word = /(?:^|[\s(+!-])([A-Za-z_][\w.@]*)$/.exec(outside);
  if (!word || outside.includes('"') || /^(AND|OR|NOT)$/.test(word[1])) {
    return undefined;
  }
  return { field: '', prefix: word[1], start: caret - word[1].length };
}

/** Names that begin so first, then those that hold it; none when it is written out already. */
export function rank<T>(candidates: readonly T[], prefix: string, text: (candidate: T) => string): T[] {
  const wanted = prefix.toLowerCase();
  const begins = candidates.filter((candidate) => text(candidate).toLowerCase().startsWith(wanted));
  const holds = wanted.length < 2 ? [] : candidates.filter((candidate) => text(candidate).toLowerCase().indexOf(wanted) > 0);
  return [...begins, ...holds].slice(0, MAX_SUGGESTIONS);
}

/** The text with a suggestion in the hole, and where the caret goes. */
export function fill(text: string, caret: number, hole: Hole, insert: string): { text: string; caret: number } {
  return { text: text.slice(0, hole.start) + insert + text.slice(caret), caret: hole.start + insert.length };
}
