import type { Histogram } from '../api';
import { millisOf, SEVERITIES, type SeverityWord } from './format';

/** A histogram in pixels. Pure. */
export interface Bar {
  readonly start: number;
  readonly end: number;
  readonly total: number;
  readonly bySeverity: Record<string, number>;
  readonly x: number;
  readonly width: number;
  readonly parts: readonly { readonly severity: SeverityWord; readonly y: number; readonly height: number }[];
}

export interface Chart {
  readonly from: number;
  readonly to: number;
  readonly max: number;
  readonly bars: readonly Bar[];
}

export const millis = (value: string | number): number => (typeof value === 'number' ? value : millisOf(value));

/** Severities stand on each other with the worst at the bottom, where the eye compares lengths best; whatever is there is at least a pixel. */
export function chartOf(histogram: Histogram, asked: { from: number; to: number }, width: number, height: number): Chart {
  const interval = Math.max(1, histogram.intervalMillis);
  const from = millis(histogram.from ?? asked.from);
  const to = Math.max(millis(histogram.to ?? asked.to), from + 1);
  const max = histogram.buckets.reduce((most, bucket) => Math.max(most, bucket.total), 0);
  const place = (time: number): number => (Math.min(Math.max(time, from), to) - from) / (to - from) * width;
  const bars = histogram.buckets.filter((bucket) => millis(bucket.time) < to && millis(bucket.time) + interval > from).map((bucket) => {
    const start = millis(bucket.time);
    const x = place(start);
    const full = place(start + interval) - x;
    let y = height;
    const parts = SEVERITIES.filter((severity) => (bucket.bySeverity[severity] ?? 0) > 0).map((severity) => {
      const share = Math.max(1, (bucket.bySeverity[severity] / Math.max(max, 1)) * (height - 2));
      y -= share;
      return { severity, y: Math.max(y, 0), height: share };
    });
    return { start, end: start + interval, total: bucket.total, bySeverity: bucket.bySeverity, x, width: Math.max(1, full - (full > 4 ? 1 : 0)), parts };
  });
  return { from, to, max, bars };
}

/** The range that a stretch of pixels means, in whole buckets where there are any. */
export function brushed(chart: Chart, width: number, one: number, other: number): { from: number; to: number } {
  const at = (x: number): number => chart.from + (Math.min(Math.max(x, 0), width) / width) * (chart.to - chart.from);
  const [low, high] = [at(Math.min(one, other)), at(Math.max(one, other))];
  const touched = chart.bars.filter((bar) => bar.end > low && bar.start < high);
  if (touched.length === 0) {
    return { from: Math.floor(low), to: Math.max(Math.ceil(high), Math.floor(low) + 1) };
  }
  return { from: Math.min(touched[0].start, Math.floor(low)), to: Math.max(touched[touched.length - 1].end, Math.ceil(high)) };
}
