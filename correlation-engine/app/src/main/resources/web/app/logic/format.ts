/** Numbers and times as the page shows them. Pure. */
const two = (value: number): string => String(value).padStart(2, '0');
const grouped = new Intl.NumberFormat('en');
const compacted = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export const SEVERITIES = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'unknown'] as const;
export type SeverityWord = (typeof SEVERITIES)[number];

/** A severity word of the API; whatever else comes is `unknown`, so that it can name a style class safely. */
export function severityWord(value: unknown): SeverityWord {
  return SEVERITIES.find((word) => word === value) ?? 'unknown';
}

/** Epoch milliseconds of an ISO time with up to nine digits of a second. */
export function millisOf(iso: string): number {
  return Date.parse(iso.replace(/(\.\d{3})\d+/, '$1'));
}

export interface Stamp {
  readonly date: string;
  readonly time: string;
}

/** Local date and time of an entry, the time with milliseconds. */
export function stampOf(iso: string): Stamp {
  const date = new Date(millisOf(iso));
  if (Number.isNaN(date.getTime())) {
    return { date: '', time: iso };
  }
  return {
    date: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
    time: `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`,
  };
}

/** The label of an axis tick, as fine as the step between ticks asks for. */
export function tickLabel(millis: number, stepMillis: number): string {
  const date = new Date(millis);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (stepMillis >= 86_400_000) {
    return `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  }
  if (stepMillis >= 60_000) {
    return date.getHours() === 0 && date.getMinutes() === 0 ? `${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}` : time;
  }
  const withSeconds = `${time}:${two(date.getSeconds())}`;
  return stepMillis >= 1000 ? withSeconds : `${withSeconds}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** The browser's time zone with its offset at that instant: `Europe/Berlin, UTC+01:00`. */
export function zoneName(nowMillis: number): string {
  const minutes = -new Date(nowMillis).getTimezoneOffset();
  const size = Math.abs(minutes);
  const offset = `UTC${minutes < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone === 'UTC' ? 'UTC' : `${zone}, ${offset}`;
}

export function count(value: number): string {
  return grouped.format(value);
}

export function compact(value: number): string {
  return value < 10_000 ? grouped.format(value) : compacted.format(value);
}

/** Round tick instants inside a range, on local days where the step is a day: at most `most` of them. */
export function ticks(from: number, to: number, most: number): { at: number[]; step: number } {
  const steps = [1, 5, 10, 50, 100, 500, 1000, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000, 604_800_000, 2_592_000_000];
  const step = steps.find((candidate) => (to - from) / candidate <= most) ?? steps[steps.length - 1];
  const zoneShift = -new Date(from).getTimezoneOffset() * 60_000;
  const at: number[] = [];
  for (let tick = Math.ceil((from + zoneShift) / step) * step - zoneShift; tick <= to && at.length <= most; tick += step) {
    at.push(tick);
  }
  return { at, step };
}

/** A size for people: 17 GB, 512 MB. */
export function bytes(value: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let size = value;
  for (; size >= 1000 && unit < units.length - 1; unit++) {
    size /= 1000;
  }
  return `${size < 10 && unit > 0 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}
