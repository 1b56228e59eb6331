import { type Filter } from './logic/query';
import { DEFAULT_RANGE } from './logic/time';

/** All that the page shows and that a link must bring back. The URL is its only home: reading it gives the page again. */
export interface ViewState {
  /** What was typed, without the chips. */
  readonly query: string;
  readonly from: string;
  readonly to: string;
  readonly filters: readonly Filter[];
  readonly order: 'desc' | 'asc';
  /** Id of the entry that is open, or empty. */
  readonly entry: string;
  /** Whether the open entry shows its neighbours. */
  readonly neighbours: boolean;
  readonly live: boolean;
}

export const START: ViewState = { query: '', ...DEFAULT_RANGE, filters: [], order: 'desc', entry: '', neighbours: false, live: false };

/** A field's name may hold a colon itself; in a chip of the URL the first colon ends it. */
function escapeField(field: string): string {
  return field.replace(/%/g, '%25').replace(/:/g, '%3A');
}

function unescapeField(field: string): string {
  return field.replace(/%3A/gi, ':').replace(/%25/g, '%');
}

export function readUrl(search: string): ViewState {
  const params = new URLSearchParams(search);
  const chips = (name: string, exclude: boolean): Filter[] =>
    params.getAll(name).filter((chip) => chip.indexOf(':') > 0).map((chip) => {
      const colon = chip.indexOf(':');
      return { field: unescapeField(chip.slice(0, colon)), value: chip.slice(colon + 1), exclude };
    });
  const entry = params.get('entry') ?? '';
  return {
    query: params.get('q') ?? START.query,
    from: params.get('from') || START.from,
    to: params.get('to') || START.to,
    filters: [...chips('is', false), ...chips('not', true)],
    order: params.get('order') === 'asc' ? 'asc' : 'desc',
    entry: /^[\w-]{1,64}$/.test(entry) ? entry : '',
    neighbours: entry !== '' && params.get('neighbours') === '1',
    live: params.get('live') === '1',
  };
}

/** The query string for a state, without what is as usual; empty for the start page. */
export function writeUrl(state: ViewState): string {
  const params = new URLSearchParams();
  if (state.query.trim() !== '') {
    params.set('q', state.query);
  }
  if (state.from !== START.from || state.to !== START.to) {
    params.set('from', state.from);
    params.set('to', state.to);
  }
  for (const filter of state.filters) {
    params.append(filter.exclude ? 'not' : 'is', `${escapeField(filter.field)}:${filter.value}`);
  }
  if (state.order === 'asc') {
    params.set('order', 'asc');
  }
  if (state.entry !== '') {
    params.set('entry', state.entry);
    if (state.neighbours) {
      params.set('neighbours', '1');
    }
  }
  if (state.live) {
    params.set('live', '1');
  }
  const written = params.toString().replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%2F/g, '/');
  return written === '' ? '' : `?${written}`;
}

/** Whether two states ask the store the same question. */
export function sameSearch(one: ViewState, other: ViewState): boolean {
  const question = (state: ViewState): string => writeUrl({ ...state, entry: '', neighbours: false });
  return question(one) === question(other);
}

/** A link to one entry among what happened around it, whatever is searched for now. */
export function entryLink(id: string, timeMillis: number, neighbours = false): string {
  return writeUrl({ ...START, ...spanAround(timeMillis, timeMillis, 5 * 60_000), entry: id, neighbours });
}

/** A link to everything that came in during a span, with some room on both sides. */
export function spanLink(fromMillis: number, toMillis: number): string {
  return writeUrl({ ...START, ...spanAround(fromMillis, toMillis, Math.max(5000, (toMillis - fromMillis) * 0.1)), order: 'asc' });
}

function spanAround(fromMillis: number, toMillis: number, room: number): { from: string; to: string } {
  const at = (millis: number): string => new Date(Math.round(millis)).toISOString();
  return { from: at(fromMillis - room), to: at(toMillis + room) };
}
