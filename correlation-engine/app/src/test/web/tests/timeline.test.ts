import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  FOLD_PIXELS, foldsOf, instantMarks, lanesOf, panned, pilesOf, rangeOf, scaleOf, stretch, ticksOf, timeAt, xOf, zoomed,
} from '../../../main/resources/web/app/logic/timeline';
import { evidenceOf, itemOf, type Evidence } from '../../../main/resources/web/app/model';

const START = Date.parse('2026-11-20T10:00:00Z');
const line = (millis: number, more: Partial<Evidence> = {}): Evidence =>
  ({ ...evidenceOf({ id: `e${millis}`, time: new Date(START + millis).toISOString(), step: 'context', layer: 'os', component: 'kernel', node: 'a' }), ...more });
const instants = (members: Record<string, unknown>) => itemOf({ instants: members }).instants;
const moment = (millis: number, uncertaintyMillis = 0) => ({ time: new Date(START + millis).toISOString(), uncertaintyMillis, inferred: false, evidence: ['e'] });

test('seconds that lie together stay true to scale, with the wait before them', () => {
  const times = [0, 30_000, 30_100, 31_000, 44_000];
  assert.deepEqual(foldsOf(times, rangeOf(times)), []);
});

test('a wait that dwarfs all the rest is folded, with room on both sides', () => {
  const times = [0, 30_000, 44_000, 900_000];
  const [fold, ...more] = foldsOf(times, rangeOf(times));
  assert.deepEqual(more, []);
  assert.ok(fold.from > 44_000 && fold.from < 50_000);
  assert.ok(fold.to < 900_000 && fold.to > 890_000);
});

test('two waits of equal length fold both', () => {
  const times = [0, 5000, 3_605_000, 3_610_000, 7_210_000];
  assert.equal(foldsOf(times, rangeOf(times)).length, 2);
});

test('few marks within seconds fold nothing', () => {
  for (const times of [[], [7], [0, 9000], [0, 100, 15_000]]) {
    assert.deepEqual(foldsOf(times, rangeOf(times)), []);
  }
});

test('places and times are each other’s inverse, on both sides of folds and within', () => {
  let seed = 7;
  const random = (): number => (seed = (seed * 1664525 + 1013904223) >>> 0) / 2 ** 32;
  for (let round = 0; round < 300; round++) {
    const times = Array.from({ length: 2 + Math.floor(random() * 30) }, () => START + Math.floor(random() ** 6 * 90_000_000));
    const range = rangeOf(times);
    const scale = scaleOf(range, 900, foldsOf(times, range));
    let last = -1;
    for (const time of [...times].sort((one, other) => one - other)) {
      const x = xOf(scale, time);
      assert.ok(x >= last - 1e-6 && x >= 0 && x <= 900.001, `${round}: ${x}`);
      assert.ok(Math.abs(timeAt(scale, x) - time) < 1, `${round}: ${timeAt(scale, x) - time}`);
      last = x;
    }
  }
});

test('no line of evidence lies within a fold', () => {
  const times = [0, 400, 30_000, 44_000, 900_000, 904_000, 9_000_000];
  const range = rangeOf(times);
  const folds = foldsOf(times, range);
  assert.ok(folds.length > 0);
  assert.ok(times.every((time) => folds.every((fold) => time < fold.from || time > fold.to)));
});

test('ticks keep their distance and stay out of folds', () => {
  const times = [0, 30_000, 44_000, 900_000, 960_000].map((time) => START + time);
  const range = rangeOf(times);
  const scale = scaleOf(range, 1000, foldsOf(times, range));
  const ticks = ticksOf(scale, 84);
  assert.ok(ticks.length >= 3, String(ticks.length));
  ticks.forEach(({ at, x }, index) => {
    assert.ok(scale.folds.every((fold) => x <= fold.x || x >= fold.x + FOLD_PIXELS), String(at));
    assert.ok(index === 0 || x - ticks[index - 1].x >= 84);
  });
});

test('a lane is a layer and a component, from the ground up, with a row for each node', () => {
  const lanes = lanesOf([
    line(1, { layer: 'application', component: 'web' }), line(2, { layer: 'middleware', component: 'heart', node: 'b' }), line(3, { layer: 'middleware', component: 'heart' }),
    line(4, { layer: 'hardware', component: 'power' }), line(5, { layer: '', component: '' }),
  ]);
  assert.deepEqual(lanes.map(({ layer, component }) => [layer, component]), [['hardware', 'power'], ['middleware', 'heart'], ['application', 'web'], ['', '']]);
  assert.deepEqual(lanes[1].rows.map(({ node }) => node), ['a', 'b']);
});

test('lines too close to tell apart lie on one pile, named by the most telling', () => {
  const items = [line(0), line(1, { step: 'fault' }), line(2), line(60_000)];
  const scale = scaleOf(rangeOf(items.map(({ time }) => Date.parse(time))), 600, []);
  const piles = pilesOf(items, scale, 16, 40);
  assert.deepEqual(piles.map(({ items: on }) => on.length), [3, 1]);
  assert.equal(piles[0].step, 'fault');
});

test('five hundred lines make no more piles than there is room for, and lose none', () => {
  const items = Array.from({ length: 500 }, (_, n) => line(n * 10_000 + (n % 7) * 900));
  const scale = scaleOf(rangeOf(items.map(({ time }) => Date.parse(time))), 1000, []);
  const piles = pilesOf(items, scale, 16, 40);
  assert.ok(piles.length <= 1000 / 16 + 1);
  assert.equal(piles.reduce((sum, { items: on }) => sum + on.length, 0), 500);
  piles.slice(1).forEach((pile, at) => assert.ok(pile.x - piles[at].x >= 16));
});

test('labels of instants do not cover each other, and turn round at the right edge', () => {
  const all = instants({ lastGood: moment(0), fault: moment(10), detected: moment(20), decided: moment(21), restored: moment(30), redundant: moment(60_000, 300) });
  const scale = scaleOf({ from: START - 1000, to: START + 61_000 }, 800, []);
  const marks = instantMarks(all, scale, 138);
  assert.deepEqual(marks.map(({ row }) => row), [0, 1, 2, 3, 4, 0]);
  assert.ok(marks[5].leftward);
  assert.ok(marks[5].low < marks[5].x && marks[5].x < marks[5].high);
});

test('instants outside of what is zoomed into are left out', () => {
  const all = instants({ fault: moment(0), redundant: moment(60_000) });
  assert.deepEqual(instantMarks(all, scaleOf({ from: START + 50_000, to: START + 70_000 }, 800, []), 138).map(({ name }) => name), ['redundant']);
});

test('zooming keeps the instant under the pointer, and the whole in bounds', () => {
  const whole = scaleOf({ from: 0, to: 100_000 }, 1000, []);
  const near = zoomed(whole, whole, 25_000, 0.5);
  assert.deepEqual(near, { from: 12_500, to: 62_500 });
  assert.deepEqual(zoomed(whole, near, 25_000, 4), { from: 0, to: 100_000 });
  assert.deepEqual(panned(whole, near, 5), { from: 50_000, to: 100_000 });
  assert.equal(Math.round(zoomed(whole, whole, 5000, 1e-9).to - zoomed(whole, whole, 5000, 1e-9).from), 100);
});

test('zooming into a folded axis halves what is seen, not the hours that are left out', () => {
  const times = [0, 20_000, 40_000, 90_000_000, 90_020_000];
  const whole = scaleOf(rangeOf(times), 1000, foldsOf(times, rangeOf(times)));
  const near = zoomed(whole, whole, 20_000, 0.5);
  assert.ok(near.from > 0 && near.to < 60_000, JSON.stringify(near));
});

test('a stretch that ends within a fold ends where something happened', () => {
  const times = [0, 20_000, 90_000_000, 90_020_000];
  const whole = scaleOf(rangeOf(times), 1000, foldsOf(times, rangeOf(times)));
  const [fold] = whole.folds;
  assert.equal(stretch(whole, 0, fold.x + 20).to, fold.from);
  assert.equal(stretch(whole, 990, fold.x + 20).from, fold.to);
});
