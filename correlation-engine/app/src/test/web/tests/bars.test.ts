import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Histogram } from '../../../main/resources/web/app/api';
import { brushed, chartOf } from '../../../main/resources/web/app/logic/bars';

const histogram: Histogram = {
  from: 1000, to: 5000, intervalMillis: 1000, total: 12,
  buckets: [
    { time: 500, total: 1, bySeverity: { info: 1 } },
    { time: 1500, total: 10, bySeverity: { info: 9, error: 1 } },
    { time: 2500, total: 0, bySeverity: {} },
    { time: 4500, total: 1, bySeverity: { odd: 1 } },
  ],
};

const asked = { from: 0, to: 1000 };

test('bars stay inside the chart', () => {
  for (const width of [1, 40, 400, 4000]) {
    const chart = chartOf(histogram, asked, width, 80);
    assert.equal(chart.max, 10);
    for (const bar of chart.bars) {
      assert.ok(bar.x >= 0 && bar.x <= width);
      assert.ok(bar.parts.every((part) => part.y >= 0 && part.height >= 1 && part.y + part.height <= 80.001));
    }
  }
});

test('the worst severity stands at the bottom', () => {
  const bar = chartOf(histogram, asked, 400, 80).bars[1];
  assert.deepEqual(bar.parts.map((part) => part.severity), ['error', 'info']);
  assert.equal(bar.parts[0].y + bar.parts[0].height, 80);
});

test('a brush covers the bars it touched', () => {
  const chart = chartOf(histogram, asked, 400, 80);
  assert.deepEqual(brushed(chart, 400, 120, 60), { from: 1500, to: 2500 });
  assert.deepEqual(brushed(chart, 400, -50, 900), { from: 500, to: 5500 });
});

test('an answer without times is drawn over the time that was asked about', () => {
  const chart = chartOf({ from: null, to: null, intervalMillis: 0, total: 0, buckets: [] }, asked, 400, 80);
  assert.deepEqual([chart.from, chart.to, chart.max, chart.bars.length], [0, 1000, 0, 0]);
});
