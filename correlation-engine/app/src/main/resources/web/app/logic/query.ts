/** The query line: what was typed plus the chips, as one Lucene query. Pure. */
export interface Filter {
  readonly field: string;
  readonly value: string;
  readonly exclude: boolean;
}

/** Characters that Lucene's syntax gives a meaning and that therefore need a backslash in a field's name. */
const SPECIAL = /[\s+\-!(){}[\]^"~*?:\\/&|<>=]/g;

export function quote(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

export function term(field: string, value: string): string {
  const name = field.replace(SPECIAL, '\\$&');
  return /^[A-Za-z0-9_]+$/.test(value) && !/^(AND|OR|NOT|TO)$/.test(value) ? `${name}:${value}` : `${name}:${quote(value)}`;
}

/** Whether quotes and brackets close; only then can the text be put in brackets without changing what it means. */
export function isBalanced(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') {
      at++;
    } else if (char === '"') {
      quoted = !quoted;
    } else if (!quoted && char === '(') {
      depth++;
    } else if (!quoted && char === ')' && --depth < 0) {
      return false;
    }
  }
  return !quoted && depth === 0;
}

export interface Composed {
  readonly query: string;
  /** How many characters stand before the typed text, to find an error's place in it again. */
  readonly offset: number;
}

/** Several values of one field include entries with any of them; everything else must hold together. */
export function compose(typed: string, filters: readonly Filter[]): Composed {
  const text = typed.trim();
  const lead = typed.length - typed.trimStart().length;
  const all = text === '' || text === '*';
  if (!isBalanced(text)) {
    return { query: text, offset: -lead };
  }
  const fields = [...new Set(filters.filter((filter) => !filter.exclude).map((filter) => filter.field))];
  const included = fields.map((field) => {
    const terms = filters.filter((filter) => !filter.exclude && filter.field === field).map((filter) => term(field, filter.value));
    return terms.length === 1 ? terms[0] : `(${terms.join(' OR ')})`;
  });
  const excluded = filters.filter((filter) => filter.exclude).map((filter) => `NOT ${term(filter.field, filter.value)}`);
  if (included.length + excluded.length === 0) {
    return { query: all ? '*' : text, offset: -lead };
  }
  const first = all ? (included.length === 0 ? ['*'] : []) : [`(${text})`];
  return { query: [...first, ...included, ...excluded].join(' AND '), offset: 1 - lead };
}

const same = (one: Filter, other: Filter): boolean => one.field === other.field && one.value === other.value;

/** Adds a chip; the opposite chip of the same value gives way. */
export function withFilter(filters: readonly Filter[], added: Filter): Filter[] {
  return [...filters.filter((filter) => !same(filter, added)), added];
}

export function withoutFilter(filters: readonly Filter[], removed: Filter): Filter[] {
  return filters.filter((filter) => !same(filter, removed));
}

/** Include, then nothing: what a click on a facet's value does. A click on an excluded value includes it. */
export function toggleFilter(filters: readonly Filter[], clicked: Filter): Filter[] {
  const present = filters.find((filter) => same(filter, clicked));
  return present && present.exclude === clicked.exclude ? withoutFilter(filters, clicked) : withFilter(filters, clicked);
}
