import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeMillis, describeRange, localText, parseTyped, resolveTime, shift, widen } from '../../../main/resources/web/app/logic/time';

const NOW = Date.parse('2026-11-20T10:30:00Z');

test('resolves relative, ISO and epoch times', () => {
  const cases: [string, number | undefined][] = [
    ['now', NOW],
    ['now-15m', NOW - 900_000],
    ['now+1d', NOW + 86_400_000],
    ['2026-11-20T10:00:00.123456789Z', Date.parse('2026-11-20T10:00:00.123Z')],
    [String(NOW), NOW],
    ['now-', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ];
  for (const [text, expected] of cases) {
    assert.equal(resolveTime(text, NOW), expected, text);
  }
});

test('understands local dates and times as people type them', () => {
  const local = (text: string): string => new Date(text).toISOString();
  const today = localText(NOW).slice(0, 10);
  const cases: [string, string | undefined][] = [
    ['2026-11-20 10:00', local('2026-11-20T10:00:00')],
    ['20.11.2026 10:00:05', local('2026-11-20T10:00:05')],
    ['2026-11-20 10:00:05.25', local('2026-11-20T10:00:05.250')],
    ['2026-11-20', local('2026-11-20T00:00:00')],
    ['09:05', local(`${today}T09:05:00`)],
    ['now-2h', 'now-2h'],
    ['2026-02-30', undefined],
    ['25:00', undefined],
    ['soon', undefined],
    ['', undefined],
  ];
  for (const [text, expected] of cases) {
    assert.equal(parseTyped(text, NOW), expected, text);
  }
});

test('what it writes it reads again', () => {
  for (const millis of [NOW, NOW + 1, NOW + 999, NOW - 123_456_789]) {
    assert.equal(Date.parse(parseTyped(localText(millis), NOW) ?? ''), millis);
  }
});

test('widens relative ranges by presets and absolute ones to both sides', () => {
  assert.deepEqual(widen({ from: 'now-1h', to: 'now' }, NOW), { from: 'now-4h', to: 'now' });
  assert.deepEqual(widen({ from: 'now-30d', to: 'now' }, NOW), { from: 'now-60d', to: 'now' });
  const wide = widen({ from: '2026-11-20T08:00:00.000Z', to: '2026-11-20T09:00:00.000Z' }, NOW);
  assert.deepEqual(wide, { from: '2026-11-20T07:30:00.000Z', to: '2026-11-20T09:30:00.000Z' });
});

test('widening never shrinks', () => {
  for (let span = 1; span < 40 * 86_400_000; span = span * 3 + 1) {
    const range = { from: new Date(NOW - span).toISOString(), to: new Date(NOW).toISOString() };
    const wide = widen(range, NOW);
    assert.ok((resolveTime(wide.from, NOW) ?? 0) <= NOW - span && (resolveTime(wide.to, NOW) ?? 0) >= NOW);
  }
});

test('shifts by the own span', () => {
  assert.deepEqual(shift({ from: 'now-1h', to: 'now' }, -1, NOW), { from: '2026-11-20T08:30:00.000Z', to: '2026-11-20T09:30:00.000Z' });
});

test('says ranges and spans in words', () => {
  assert.equal(describeRange({ from: 'now-1h', to: 'now' }, NOW), 'Last hour');
  assert.equal(describeRange({ from: 'now-90m', to: 'now' }, NOW), 'Last 90 minutes');
  assert.equal(describeRange({ from: 'now-2h', to: 'now-1h' }, NOW), 'now-2h – now-1h');
  assert.equal(describeMillis(7_500_000), '2 h 5 min');
  assert.equal(describeMillis(0), '0 ms');
});
