/** What the engine says of sources, sorted and chosen as the page shows them. Pure; everything in it is untrusted text. */
export interface Source {
  readonly source: string;
  readonly host: string;
  readonly receiver: string;
  readonly site: string;
  readonly node: string;
  readonly peer: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly entries: number;
  readonly bytes: number;
  readonly refused: number;
  readonly perSecond: number;
  readonly quietSeconds: number;
  /** How long it may be quiet; null where nobody knows. */
  readonly allowedSeconds: number | null;
  readonly usualSeconds: number | null;
  readonly declared: boolean;
  readonly silent: boolean;
  readonly clockOffsetSeconds: number | null;
  readonly clockUncertaintySeconds: number | null;
  /** How it counts its entries, empty when it does not. */
  readonly counting: string;
  readonly missing: number;
  readonly gaps: number;
}

export interface Loss {
  readonly where: string;
  readonly records: number;
  readonly bytes: number;
  readonly after: string;
  readonly before: string;
  readonly sources: readonly string[];
  readonly reason: string;
}

export interface Sources {
  readonly sources: readonly Source[];
  readonly losses: readonly Loss[];
}

export interface Series {
  readonly name: string;
  readonly how: string;
  readonly last: number;
  readonly believed: boolean;
  readonly missing: number;
  readonly late: number;
  readonly duplicates: number;
  readonly restarts: number;
  readonly wraps: number;
}

export interface SourceGap {
  readonly id: number;
  readonly series: string;
  readonly from: number;
  readonly to: number;
  readonly missing: number;
  readonly ranges: string;
  readonly after: string;
  readonly before: string;
  readonly told: boolean;
}

export interface SourceDetail {
  readonly source: Source;
  readonly series: readonly Series[];
  readonly gaps: readonly SourceGap[];
}

export const COLUMNS = ['source', 'host', 'node', 'lastSeen', 'perSecond', 'silence', 'clock', 'missing'] as const;
export type Column = (typeof COLUMNS)[number];
export interface Order {
  readonly by: Column;
  readonly down: boolean;
}
/** First what needs looking at: the most missing entries. */
export const WORST_FIRST: Order = { by: 'missing', down: true };
/** A click on these begins with the largest. */
const LARGEST_FIRST = new Set<Column>(['lastSeen', 'perSecond', 'silence', 'clock', 'missing']);

export function sorted(by: Column, order: Order): Order {
  return order.by === by ? { by, down: !order.down } : { by, down: LARGEST_FIRST.has(by) };
}

function valueOf(source: Source, by: Column): number | string {
  switch (by) {
    case 'source': return source.source;
    case 'host': return source.host;
    case 'node': return `${source.site} ${source.node}`.trim();
    case 'lastSeen': return Date.parse(source.lastSeen) || 0;
    case 'perSecond': return source.perSecond;
    case 'silence': return (source.silent ? 1e12 : 0) + source.quietSeconds;
    case 'clock': return Math.abs(source.clockOffsetSeconds ?? 0);
    case 'missing': return source.missing + (source.silent ? 0.5 : 0) + (source.refused > 0 ? 0.25 : 0);
  }
}

/** Those in which all words stand somewhere, in that order; equals stay in order of their names. */
export function chosen(sources: readonly Source[], words: string, order: Order): Source[] {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const found = sources.filter((source) => {
    const all = `${source.source} ${source.host} ${source.receiver} ${source.site} ${source.node} ${source.peer} ${source.silent ? 'silent' : ''} ${source.missing > 0 ? 'missing gap' : ''}`.toLowerCase();
    return wanted.every((word) => all.includes(word));
  });
  const sign = order.down ? -1 : 1;
  return found.sort((one, other) => {
    const [a, b] = [valueOf(one, order.by), valueOf(other, order.by)];
    const first = typeof a === 'string' && typeof b === 'string' ? a.localeCompare(b) : Number(a) - Number(b);
    return first * sign || one.source.localeCompare(other.source) || one.host.localeCompare(other.host);
  });
}

/** Entries a second, as short as it says something. */
export function rateWords(perSecond: number): string {
  if (perSecond >= 10) {
    return `${Math.round(perSecond).toLocaleString('en')} /s`;
  }
  if (perSecond >= 0.1) {
    return `${perSecond.toFixed(1)} /s`;
  }
  const perMinute = perSecond * 60;
  return perMinute >= 0.1 ? `${perMinute.toFixed(1)} /min` : '—';
}

export function bytesWords(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${size >= 100 || unit === 0 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

const HOW: Record<string, string> = {
  syslog: 'numbers its entries (RFC 5424)', device: 'numbers its entries (network device)', windows: 'Windows record numbers', journald: 'numbers of systemd’s journal',
};

export function countingWords(how: string): string {
  return Object.hasOwn(HOW, how) ? HOW[how]! : 'does not number its entries';
}

/** A search for what was said around a gap, half a minute to both sides. */
export function around(source: Source, after: string, before: string): { query: string; from: string; to: string } {
  const quoted = (text: string): string => `"${text.replace(/(["\\])/g, '\\$1')}"`;
  const query = `source:${quoted(source.source)}${source.host ? ` AND host:${quoted(source.host)}` : ''}`;
  const shifted = (iso: string, millis: number): string => new Date((Date.parse(iso) || 0) + millis).toISOString();
  return { query, from: shifted(after || before, -30_000), to: shifted(before || after, 30_000) };
}
