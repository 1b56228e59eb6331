/** The words of a query that a person looks for in the message, and where they stand in it. Pure. */
export interface Segment {
  readonly text: string;
  readonly marked: boolean;
}

/** Most marked words; a longer query only loses marks. */
const MAX_WORDS = 24;
const TOKEN = /(-|\+|!|NOT\s+)?(?:([A-Za-z_][\w.\-@]*):)?("(?:[^"\\]|\\.)*"|\/(?:[^/\\]|\\.)*\/|[^\s()"]+)/g;
const OPERATORS = new Set(['AND', 'OR', 'NOT', 'TO', '&&', '||', '!']);

/** Free words, phrases and those said of the message; not what is negated, ranges, regular expressions or other fields. */
export function searchWords(query: string): string[] {
  const found = new Set<string>();
  for (const [, negation, field, token] of query.replace(/\[[^\]]*\]|\{[^}]*\}/g, ' ').matchAll(TOKEN)) {
    const about = field ?? 'body';
    const negated = negation !== undefined && negation !== '+';
    if (negated || OPERATORS.has(token) || token.endsWith(':') || token.startsWith('/') || (about !== 'body' && about !== 'raw')) {
      continue;
    }
    const word = token.startsWith('"') ? token.slice(1, -1).replace(/\\(.)/g, '$1') : token.replace(/[~^][\d.]*$/, '').replace(/\\(.)/g, '$1');
    if (/[^*?\s]/.test(word)) {
      found.add(word.toLowerCase());
    }
  }
  return [...found].slice(0, MAX_WORDS);
}

/** A pattern that finds those words at the start of words, any case; undefined where there is nothing to mark. */
export function markPattern(words: readonly string[]): RegExp | undefined {
  if (words.length === 0) {
    return undefined;
  }
  const sources = [...words].sort((one, other) => other.length - one.length).map((word) => {
    const inner = word.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[\\p{L}\\p{N}_]*').replace(/\?/g, '.').replace(/\s+/g, '\\s+');
    const start = /^[\p{L}\p{N}_]/u.test(word) ? '(?<![\\p{L}\\p{N}_])' : '';
    const end = /[\p{L}\p{N}_]$/u.test(word) ? '(?![\\p{L}\\p{N}_])' : '';
    return `${start}${inner}${end}`;
  });
  try {
    return new RegExp(sources.join('|'), 'giu');
  } catch {
    return undefined;
  }
}

/** The text cut at its marked words; put together again it is the text. */
export function segments(text: string, pattern: RegExp | undefined): Segment[] {
  if (!pattern) {
    return [{ text, marked: false }];
  }
  const cut: Segment[] = [];
  let last = 0;
  for (const match of text.matchAll(pattern)) {
    if (match[0] === '') {
      continue;
    }
    if (match.index > last) {
      cut.push({ text: text.slice(last, match.index), marked: false });
    }
    cut.push({ text: match[0], marked: true });
    last = match.index + match[0].length;
  }
  if (last < text.length || cut.length === 0) {
    cut.push({ text: text.slice(last), marked: false });
  }
  return cut;
}
