/** Times as people type them and as the API takes them: `now-15m`, ISO 8601 or epoch milliseconds. Pure; the clock is a parameter. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

export interface Preset {
  readonly from: string;
  readonly label: string;
}

const SECOND = 1000;
const UNIT_MILLIS: Record<string, number> = {
  s: SECOND,
  m: 60 * SECOND,
  h: 3600 * SECOND,
  d: 86_400 * SECOND,
  w: 7 * 86_400 * SECOND,
};
const UNIT_WORDS: Record<string, string> = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' };

export const PRESETS: readonly Preset[] = ['5m', '15m', '30m', '1h', '4h', '12h', '24h', '2d', '7d', '30d'].map((span) => ({
  from: `now-${span}`,
  label: describeSpan(span),
}));

export const DEFAULT_RANGE: TimeRange = { from: 'now-1h', to: 'now' };

function describeSpan(span: string): string {
  const count = Number(span.slice(0, -1));
  const unit = UNIT_WORDS[span.slice(-1)] ?? span.slice(-1);
  return count === 1 ? `Last ${unit}` : `Last ${count} ${unit}s`;
}

/** The instant a written time means, in epoch milliseconds, or undefined when it is none. */
export function resolveTime(text: string, nowMillis: number): number | undefined {
  const trimmed = text.trim();
  if (trimmed === 'now') {
    return nowMillis;
  }
  const relative = /^now([-+])(\d+)([smhdw])$/.exec(trimmed);
  if (relative) {
    const shift = Number(relative[2]) * UNIT_MILLIS[relative[3]];
    return relative[1] === '-' ? nowMillis - shift : nowMillis + shift;
  }
  if (/^\d{12,14}$/.test(trimmed)) {
    return Number(trimmed);
  }
  if (/^\d{4}-\d\d-\d\dT/.test(trimmed)) {
    const millis = Date.parse(trimmed.replace(/(\.\d{3})\d+/, '$1'));
    return Number.isNaN(millis) ? undefined : millis;
  }
  return undefined;
}

export function isRelative(text: string): boolean {
  return text.trim().startsWith('now');
}

/**
 * What a person typed, as the API takes it. Understands everything {@link resolveTime} does, and local dates and times:
 * `2026-11-20`, `2026-11-20 10:00:05.250`, `20.11.2026 10:00`, `10:00` (today).
 */
export function parseTyped(text: string, nowMillis: number): string | undefined {
  const trimmed = text.trim();
  const millis = resolveTime(trimmed, nowMillis);
  if (millis !== undefined) {
    return isRelative(trimmed) ? trimmed : new Date(millis).toISOString();
  }
  const parts = /^(?:(?:(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)\.(\d\d?)\.(\d{4}))(?:[ T,]+|$))?(?:(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,3})\d*)?)?)?$/.exec(trimmed);
  if (!parts || trimmed === '') {
    return undefined;
  }
  const today = new Date(nowMillis);
  const year = Number(parts[1] ?? parts[6] ?? today.getFullYear());
  const month = Number(parts[2] ?? parts[5] ?? today.getMonth() + 1);
  const day = Number(parts[3] ?? parts[4] ?? today.getDate());
  const [hour, minute, second] = [parts[7], parts[8], parts[9]].map((part) => Number(part ?? 0));
  const date = new Date(year, month - 1, day, hour, minute, second, Number((parts[10] ?? '0').padEnd(3, '0')));
  const sane = date.getMonth() === month - 1 && date.getDate() === day && hour < 24 && minute < 60 && second < 60;
  return sane ? date.toISOString() : undefined;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Local date and time as one types it back: `2026-11-20 10:00:05`, with milliseconds only where there are some. */
export function localText(millis: number): string {
  const date = new Date(millis);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  const rest = date.getMilliseconds();
  return rest === 0 ? `${day} ${time}` : `${day} ${time}.${String(rest).padStart(3, '0')}`;
}

/** A range in words, short enough for a button. */
export function describeRange(range: TimeRange, nowMillis: number): string {
  const relative = /^now-(\d+[smhdw])$/.exec(range.from);
  if (relative && range.to === 'now') {
    return describeSpan(relative[1]);
  }
  const from = resolveTime(range.from, nowMillis);
  const to = resolveTime(range.to, nowMillis);
  const fromText = from === undefined || isRelative(range.from) ? range.from : localText(from);
  if (to === undefined || isRelative(range.to)) {
    return `${fromText} – ${range.to}`;
  }
  const toText = localText(to);
  const sameDay = fromText.slice(0, 10) === toText.slice(0, 10);
  return `${fromText} – ${sameDay ? toText.slice(11) : toText}`;
}

/** A range that shows more: the next longer preset, or twice the span around the same middle. */
export function widen(range: TimeRange, nowMillis: number): TimeRange {
  const from = resolveTime(range.from, nowMillis) ?? nowMillis - UNIT_MILLIS.h;
  const to = resolveTime(range.to, nowMillis) ?? nowMillis;
  const span = Math.max(to - from, 1);
  if (range.to === 'now') {
    const next = PRESETS.find((preset) => nowMillis - (resolveTime(preset.from, nowMillis) ?? 0) > span * 1.5);
    return next ? { from: next.from, to: 'now' } : { from: `now-${Math.ceil((span * 2) / UNIT_MILLIS.d)}d`, to: 'now' };
  }
  const wider = { from: new Date(from - span / 2).toISOString(), to: new Date(Math.min(to + span / 2, Math.max(nowMillis, to))).toISOString() };
  return wider;
}

/** The same span one length earlier (-1) or later (+1). */
export function shift(range: TimeRange, direction: -1 | 1, nowMillis: number): TimeRange {
  const from = resolveTime(range.from, nowMillis) ?? nowMillis;
  const to = resolveTime(range.to, nowMillis) ?? nowMillis;
  const by = direction * (to - from);
  return { from: new Date(from + by).toISOString(), to: new Date(to + by).toISOString() };
}

/** A span in words with its two largest units: `2 h 5 min`, `350 ms`. */
export function describeMillis(millis: number): string {
  const steps: [number, string][] = [[86_400_000, 'd'], [3_600_000, 'h'], [60_000, 'min'], [1000, 's'], [1, 'ms']];
  const at = steps.findIndex(([size]) => millis >= size);
  if (at < 0) {
    return '0 ms';
  }
  const [size, name] = steps[at];
  const whole = Math.floor(millis / size);
  const next = steps[at + 1];
  const rest = next ? Math.floor((millis - whole * size) / next[0]) : 0;
  return rest > 0 && next ? `${whole} ${name} ${rest} ${next[1]}` : `${whole} ${name}`;
}
