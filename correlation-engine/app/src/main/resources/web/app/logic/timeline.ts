import { INSTANTS, type Evidence, type InstantName, type Instants, type Moment } from '../model';
import { millisOf, ticks } from './format';
import { LAYER_ORDER } from './incident-words';

/**
 * An incident on a time axis, in pixels. Pure. The axis is true to scale except where it is folded: a long stretch in which nothing
 * happened is drawn as a gap of fixed width that says so. Seconds that decide and hours of waiting then fit one picture, and lengths on
 * the same side of a fold still compare.
 */
export interface Fold {
  readonly from: number;
  readonly to: number;
  readonly x: number;
  readonly width: number;
}

export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly folds: readonly Fold[];
  readonly pixelsPerMilli: number;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

export const FOLD_PIXELS = 46;
const MAX_FOLDS = 6;
/** A stretch is folded when it alone is so many times as long as all that is left. */
const FOLD_FACTOR = 2.5;
/** What is left counts as at least so long: a few marks within a moment do not fold seconds away. */
const LEAST_LEFT_MILLIS = 10_000;
/** Room on both sides of a fold, as a share of what is left, so that marks do not stick to it. */
const FOLD_MARGIN = 0.04;
const EDGE = 0.04;
const LEAST_SPAN_MILLIS = 200;
const LEAST_ZOOM_MILLIS = 100;

/** Everything of an incident, with some room at both ends: a share of what will not be folded. */
export function rangeOf(times: readonly number[], folding = true): Range {
  if (times.length === 0) {
    return { from: 0, to: LEAST_SPAN_MILLIS };
  }
  const low = times.reduce((least, time) => Math.min(least, time), times[0]);
  const high = times.reduce((most, time) => Math.max(most, time), times[0]);
  const folded = folding ? foldsOf(times, { from: low, to: high }).reduce((sum, fold) => sum + fold.to - fold.from, 0) : 0;
  const room = Math.max(high - low - folded, LEAST_SPAN_MILLIS) * EDGE;
  return { from: low - room, to: high + room };
}

/** The stretches that get folded: the longest ones, as many as dwarf the rest. */
export function foldsOf(times: readonly number[], range: Range): Range[] {
  const inside = [...new Set(times.filter((time) => time > range.from && time < range.to))].sort((one, other) => one - other);
  const points = [range.from, ...inside, range.to];
  const gaps = points.slice(1).map((to, at) => ({ from: points[at], to })).sort((one, other) => other.to - other.from - (one.to - one.from));
  const whole = range.to - range.from;
  let left = whole;
  let chosen = 0;
  for (let at = 0; at < Math.min(MAX_FOLDS, gaps.length); at++) {
    const gap = gaps[at];
    left -= gap.to - gap.from;
    if (gap.to - gap.from > FOLD_FACTOR * Math.max(left, LEAST_LEFT_MILLIS)) {
      chosen = at + 1;
    }
  }
  const folded = gaps.slice(0, chosen);
  const rest = whole - folded.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const margin = Math.max(rest, 1000) * FOLD_MARGIN;
  return folded.map(({ from, to }) => ({ from: from + margin, to: to - margin })).sort((one, other) => one.from - other.from);
}

export function scaleOf(range: Range, width: number, folded: readonly Range[]): Scale {
  const hidden = folded.reduce((sum, fold) => sum + fold.to - fold.from, 0);
  const room = Math.max(width - folded.length * FOLD_PIXELS, 50);
  const pixelsPerMilli = room / Math.max(range.to - range.from - hidden, 1);
  const folds: Fold[] = [];
  let passed = 0;
  for (const fold of folded) {
    folds.push({ ...fold, x: (fold.from - range.from - passed) * pixelsPerMilli + folds.length * FOLD_PIXELS, width: FOLD_PIXELS });
    passed += fold.to - fold.from;
  }
  return { ...range, width, folds, pixelsPerMilli };
}

export function xOf(scale: Scale, time: number): number {
  let x = (time - scale.from) * scale.pixelsPerMilli;
  for (const fold of scale.folds) {
    const length = fold.to - fold.from;
    if (time >= fold.to) {
      x += FOLD_PIXELS - length * scale.pixelsPerMilli;
    } else if (time > fold.from) {
      return fold.x + ((time - fold.from) / length) * FOLD_PIXELS;
    }
  }
  return x;
}

export function timeAt(scale: Scale, x: number): number {
  let passed = 0;
  for (let at = 0; at < scale.folds.length; at++) {
    const fold = scale.folds[at];
    if (x < fold.x) {
      break;
    }
    if (x <= fold.x + FOLD_PIXELS) {
      return fold.from + ((x - fold.x) / FOLD_PIXELS) * (fold.to - fold.from);
    }
    passed += fold.to - fold.from - FOLD_PIXELS / scale.pixelsPerMilli;
  }
  return scale.from + x / scale.pixelsPerMilli + passed;
}

/** Round instants with enough room between their labels, none inside a fold. */
export function ticksOf(scale: Scale, labelPixels: number): { at: number; x: number; step: number }[] {
  const visible = (scale.width - scale.folds.length * FOLD_PIXELS) / scale.pixelsPerMilli;
  const edges = [scale.from, ...scale.folds.flatMap((fold) => [fold.from, fold.to]), scale.to];
  const step = ticks(0, visible, Math.max(1, Math.floor((visible * scale.pixelsPerMilli) / labelPixels))).step;
  const found: { at: number; x: number; step: number }[] = [];
  for (let piece = 0; piece < edges.length; piece += 2) {
    const most = Math.ceil((edges[piece + 1] - edges[piece]) / step) + 1;
    for (const at of ticks(edges[piece], edges[piece + 1], Math.max(most, 1)).at.filter((tick) => tick % Math.min(step, 1000) === 0)) {
      const x = xOf(scale, at);
      const last = found[found.length - 1];
      const free = scale.folds.every((fold) => x + labelPixels * 0.7 < fold.x || x > fold.x + FOLD_PIXELS + 4);
      if (free && (!last || x - last.x >= labelPixels) && x <= scale.width - labelPixels / 2) {
        found.push({ at, x, step });
      }
    }
  }
  return found;
}

export interface LaneRow {
  readonly node: string;
  readonly items: readonly Evidence[];
}

/** One layer and component, with a row for each node that spoke of it. */
export interface Lane {
  readonly layer: string;
  readonly component: string;
  readonly rows: readonly LaneRow[];
}

/** Lanes from the ground up, as the layers stand on each other; nodes in the order of their names. */
export function lanesOf(evidence: readonly Evidence[]): Lane[] {
  const lanes = new Map<string, Evidence[]>();
  for (const item of evidence) {
    const key = JSON.stringify([item.layer, item.component]);
    lanes.set(key, [...(lanes.get(key) ?? []), item]);
  }
  const place = (layer: string): number => (LAYER_ORDER.includes(layer) ? LAYER_ORDER.indexOf(layer) : LAYER_ORDER.length);
  return [...lanes.values()].map((items) => {
    const nodes = [...new Set(items.map(({ node }) => node))].sort();
    return { layer: items[0].layer, component: items[0].component, rows: nodes.map((node) => ({ node, items: items.filter((item) => item.node === node) })) };
  }).sort((one, other) => place(one.layer) - place(other.layer) || one.layer.localeCompare(other.layer) || one.component.localeCompare(other.component));
}

/** What a line proves, the most telling first. */
export const STEPS = ['fault', 'restored', 'decided', 'detected', 'redundant', 'last-good', 'context'] as const;
export type Step = (typeof STEPS)[number];

export function stepOf(item: { readonly step: string }): Step {
  return STEPS.find((step) => step === item.step) ?? 'context';
}

/** Lines too close to tell apart, drawn as one mark. */
export interface Pile {
  readonly x: number;
  readonly right: number;
  readonly items: readonly Evidence[];
  /** The most telling of its lines' steps. */
  readonly step: Step;
}

/** Marks of one row from left to right; those within `near` pixels of the mark before them lie on one pile, which never gets wider than `most`. */
export function pilesOf(items: readonly Evidence[], scale: Scale, near: number, most: number): Pile[] {
  const placed = items.map((item) => ({ item, x: xOf(scale, millisOf(item.time)) }))
    .filter(({ x }) => x >= -near && x <= scale.width + near).sort((one, other) => one.x - other.x);
  const piles: { x: number; right: number; items: Evidence[] }[] = [];
  for (const { item, x } of placed) {
    const last = piles[piles.length - 1];
    if (last && x - last.right < near && x - last.x < most) {
      last.right = x;
      last.items.push(item);
    } else {
      piles.push({ x, right: x, items: [item] });
    }
  }
  return piles.map((pile) => ({ ...pile, step: STEPS.find((step) => pile.items.some((item) => stepOf(item) === step)) ?? 'context' }));
}

export interface InstantMark {
  readonly name: InstantName;
  readonly moment: Moment;
  readonly x: number;
  /** Begin and end of what the truth lies within. */
  readonly low: number;
  readonly high: number;
  /** Row of the label; labels of one row do not touch. */
  readonly row: number;
  /** Whether the label stands to the left of the line. */
  readonly leftward: boolean;
}

/** The instants that lie in view, with labels that do not cover each other. */
export function instantMarks(instants: Instants, scale: Scale, labelPixels: number): InstantMark[] {
  const ends: number[] = [];
  return INSTANTS.flatMap((name) => {
    const moment = instants[name];
    return moment ? [{ name, moment, at: millisOf(moment.time) }] : [];
  }).filter(({ at }) => at >= scale.from && at <= scale.to).sort((one, other) => one.at - other.at).map(({ name, moment, at }) => {
    const x = xOf(scale, at);
    const leftward = x + labelPixels > scale.width;
    const begin = leftward ? x - labelPixels : x;
    const free = ends.findIndex((end) => end <= begin);
    const row = free < 0 ? ends.length : free;
    ends[row] = begin + labelPixels;
    const clamp = (value: number): number => Math.min(Math.max(value, 0), scale.width);
    return {
      name, moment, x, row, leftward,
      low: clamp(xOf(scale, at - moment.uncertaintyMillis)), high: clamp(xOf(scale, at + moment.uncertaintyMillis)),
    };
  });
}

/** All times that matter for the range and for folds: the lines, and the instants. */
export function timesOf(evidence: readonly Evidence[], instants: Instants): number[] {
  return [...evidence.map(({ time }) => millisOf(time)), ...INSTANTS.flatMap((name) => (instants[name] ? [millisOf(instants[name].time)] : []))].filter((time) => !Number.isNaN(time));
}

/** Begin and end of what the instants lie within, to be seen as well; what is uncertain by more than the whole story lasts is cut. */
export function boundsOf(instants: Instants, times: readonly number[]): number[] {
  const low = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const high = times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
  return INSTANTS.flatMap((name) => {
    const moment = instants[name];
    const width = Math.min(moment?.uncertaintyMillis ?? 0, high - low);
    return moment && width > 0 ? [millisOf(moment.time) - width, millisOf(moment.time) + width] : [];
  });
}

/** The stretch that a stretch of pixels shows; an end within a fold goes to the side on which something happened. */
export function stretch(scale: Scale, fromX: number, toX: number): Range {
  const [low, high] = [Math.max(Math.min(fromX, toX), 0), Math.min(Math.max(fromX, toX), scale.width)];
  const behind = (time: number): number => scale.folds.find((fold) => time > fold.from && time < fold.to)?.to ?? time;
  const before = (time: number): number => scale.folds.find((fold) => time > fold.from && time < fold.to)?.from ?? time;
  const [from, to] = [behind(timeAt(scale, low)), before(timeAt(scale, high))];
  return to - from >= LEAST_ZOOM_MILLIS ? { from, to } : { from: (from + to - LEAST_ZOOM_MILLIS) / 2, to: (from + to + LEAST_ZOOM_MILLIS) / 2 };
}

/** A range zoomed by a factor about an instant that keeps its place. Counted in pixels of the whole axis, so that folds do not count. */
export function zoomed(whole: Scale, range: Range, about: number, factor: number): Range {
  const [from, middle, to] = [xOf(whole, range.from), xOf(whole, about), xOf(whole, range.to)];
  return stretch(whole, middle - (middle - from) * factor, middle + (to - middle) * factor);
}

/** The range beside it, moved by a share of what is seen. */
export function panned(whole: Scale, range: Range, share: number): Range {
  const [from, to] = [xOf(whole, range.from), xOf(whole, range.to)];
  const by = Math.min(Math.max((to - from) * share, -from), whole.width - to);
  return stretch(whole, from + by, to + by);
}
