import type { DurationName, Durations, InstantName, Instants, Moment } from '../model';
import { millisOf } from './format';

/** The four durations of an incident as the page shows them. Pure; the clock is a parameter. */
export interface Duration {
  readonly name: DurationName;
  readonly title: string;
  readonly meaning: string;
  /** Undefined: it has not come to that, or nothing tells. */
  readonly millis: number | undefined;
  /** Half-width: both ends may be off by theirs. */
  readonly uncertaintyMillis: number;
  /** It began and has not ended. */
  readonly running: boolean;
  /** One of its ends follows from others. */
  readonly inferred: boolean;
}

/** An uncertainty from here on means that nothing is known of that clock. */
const UNKNOWN_MILLIS = 86_400_000;

const ENDS: readonly [DurationName, string, string, InstantName, InstantName][] = [
  ['detectionMillis', 'Detection', 'from the fault until the product noticed', 'fault', 'detected'],
  ['takeoverMillis', 'Takeover', 'from noticing until clients could be served again', 'detected', 'restored'],
  ['withoutServiceMillis', 'Without service', 'from the fault until clients could be served again', 'fault', 'restored'],
  ['withoutRedundancyMillis', 'Without redundancy', 'from the fault until a further failure could be borne', 'fault', 'redundant'],
];

export function durationsOf(incident: { readonly instants: Instants; readonly durations: Durations; readonly state: string }, nowMillis: number): Duration[] {
  return ENDS.map(([name, title, meaning, beginName, endName]) => {
    const begin = incident.instants[beginName];
    const end = incident.instants[endName];
    const stated = incident.durations[name];
    const running = begin !== null && end === null && goesOn(name, incident.state);
    const millis = stated !== null && !running ? stated : begin && end ? millisOf(end.time) - millisOf(begin.time) : running && begin ? Math.max(0, nowMillis - millisOf(begin.time)) : undefined;
    return {
      name, title, meaning, running, millis,
      uncertaintyMillis: (begin?.uncertaintyMillis ?? 0) + (end?.uncertaintyMillis ?? 0),
      inferred: (begin?.inferred ?? false) || (end?.inferred ?? false),
    };
  });
}

/** Whether a duration without an end still runs in that state; once it is over, an end that is missing stays unknown. */
function goesOn(name: DurationName, state: string): boolean {
  return name === 'withoutRedundancyMillis' ? state === 'down' || state === 'degraded' : state === 'down' && name !== 'detectionMillis';
}

/** When an incident began: the fault, else the earliest instant, else when it was opened. */
export function beganAt(incident: { readonly instants: Instants; readonly opened: string }): string {
  const { fault, detected, decided, restored, lastGood } = incident.instants;
  return [fault, detected, decided, restored, lastGood].find((moment): moment is Moment => moment !== null)?.time ?? incident.opened;
}

/** A span as short as it can be told: `31.2 s`, `4 min 12 s`, `420 ms`. */
export function spanWords(millis: number): string {
  const size = Math.abs(millis);
  const sign = millis < 0 ? '−' : '';
  if (size < 1000) {
    return `${sign}${Math.round(size)} ms`;
  }
  if (size < 59_950) {
    const seconds = size / 1000;
    return `${sign}${seconds < 10 ? trimmed(seconds, 2) : trimmed(seconds, 1)} s`;
  }
  const steps: [number, string][] = [[86_400_000, 'd'], [3_600_000, 'h'], [60_000, 'min'], [1000, 's']];
  const rounded = Math.round(size / 1000) * 1000;
  const at = steps.findIndex(([step]) => rounded >= step);
  const [step, name] = steps[at];
  const whole = Math.floor(rounded / step);
  const next = steps[at + 1];
  const rest = next ? Math.floor((rounded - whole * step) / next[0]) : 0;
  return `${sign}${whole} ${name}${rest > 0 && next ? ` ${rest} ${next[1]}` : ''}`;
}

function trimmed(value: number, digits: number): string {
  return value.toFixed(digits).replace(/\.?0+$/, '');
}

/** An uncertainty worth mentioning beside a span, or an empty text. */
export function plusMinus(uncertaintyMillis: number): string {
  return uncertaintyMillis >= UNKNOWN_MILLIS ? '± unknown' : uncertaintyMillis >= 1 ? `± ${spanWords(uncertaintyMillis)}` : '';
}

/** How long ago, or how long until: `3 min ago`, `in 2 h`, `just now`. */
export function agoWords(iso: string, nowMillis: number): string {
  const millis = millisOf(iso);
  if (Number.isNaN(millis)) {
    return '';
  }
  const size = Math.abs(nowMillis - millis);
  const words = size < 60_000 ? `${Math.floor(size / 1000)} s` : coarse(size);
  return size < 2000 ? 'just now' : millis <= nowMillis ? `${words} ago` : `in ${words}`;
}

function coarse(size: number): string {
  const minutes = Math.floor(size / 60_000);
  if (minutes < 120) {
    return `${minutes} min`;
  }
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} days`;
}

/** A clock's offset from the collector's: `+0.12 s ± 0.03 s`. */
export function offsetWords(offsetMillis: number | null, uncertaintyMillis: number | null): string {
  if (offsetMillis === null) {
    return 'not known';
  }
  const sign = Math.round(offsetMillis) > 0 ? '+' : '';
  const width = uncertaintyMillis === null ? '' : ` ${plusMinus(uncertaintyMillis)}`;
  return `${sign}${spanWords(offsetMillis)}${width}`.trimEnd();
}
