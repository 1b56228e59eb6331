import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agoWords, beganAt, durationsOf, offsetWords, plusMinus, spanWords } from '../../../main/resources/web/app/logic/durations';
import { itemOf } from '../../../main/resources/web/app/model';

const START = Date.parse('2026-11-20T10:00:00Z');
const at = (millis: number): string => new Date(START + millis).toISOString();
const moment = (millis: number, uncertaintyMillis = 0, inferred = false) => ({ time: at(millis), uncertaintyMillis, inferred, evidence: ['e'] });

test('spans read as people say them', () => {
  const words: [number, string][] = [
    [0, '0 ms'], [419.6, '420 ms'], [3100, '3.1 s'], [3000, '3 s'], [30_420, '30.4 s'], [59_960, '1 min'], [252_000, '4 min 12 s'], [3_600_000, '1 h'], [5_040_000, '1 h 24 min'], [-6000, '−6 s'], [200_000_000, '2 d 7 h'],
  ];
  words.forEach(([millis, text]) => assert.equal(spanWords(millis), text));
});

test('what ended has the length that the engine states, with the uncertainty of both ends', () => {
  const [detection, , service] = durationsOf(itemOf({
    state: 'closed', instants: { fault: moment(0, 350, true), detected: moment(30_000, 210), restored: moment(43_700, 210) }, durations: { detectionMillis: 30_400, withoutServiceMillis: 43_700 },
  }), START + 9e6);
  assert.equal(detection.millis, 30_400);
  assert.equal(detection.uncertaintyMillis, 560);
  assert.ok(detection.inferred && !detection.running);
  assert.equal(service.millis, 43_700);
});

test('what has not ended runs on, as long as the incident lasts', () => {
  const down = durationsOf(itemOf({ state: 'down', instants: { fault: moment(0), detected: moment(2000) }, durations: {} }), START + 60_000);
  assert.deepEqual(down.map(({ millis, running }) => [millis, running]), [[2000, false], [58_000, true], [60_000, true], [60_000, true]]);
  const degraded = durationsOf(itemOf({ state: 'degraded', instants: { fault: moment(0), restored: moment(2000) }, durations: {} }), START + 60_000);
  assert.deepEqual(degraded.map(({ millis, running }) => [millis, running]), [[undefined, false], [undefined, false], [2000, false], [60_000, true]]);
});

test('an end that nothing tells of stays unknown when it is over', () => {
  const closed = durationsOf(itemOf({ state: 'closed', instants: { fault: moment(0) }, durations: {} }), START + 60_000);
  assert.deepEqual(closed.map(({ millis, running }) => [millis, running]), Array.from({ length: 4 }, () => [undefined, false]));
});

test('an incident begins with its fault, or with the earliest that is known', () => {
  assert.equal(beganAt(itemOf({ opened: at(5), instants: { fault: moment(1), lastGood: moment(0) } })), at(1));
  assert.equal(beganAt(itemOf({ opened: at(5), instants: { detected: moment(3) } })), at(3));
  assert.equal(beganAt(itemOf({ opened: at(5) })), at(5));
});

test('clocks and ages in words', () => {
  assert.equal(offsetWords(120, 30), '+120 ms ± 30 ms');
  assert.equal(offsetWords(-5200, 400), '−5.2 s ± 400 ms');
  assert.equal(offsetWords(0, null), '0 ms');
  assert.equal(offsetWords(null, null), 'not known');
  assert.equal(plusMinus(0.4), '');
  assert.equal(agoWords(at(0), START + 500), 'just now');
  assert.equal(agoWords(at(0), START + 71 * 60_000), '71 min ago');
  assert.equal(agoWords(at(3 * 3_600_000), START), 'in 3 h');
  assert.equal(agoWords('', START), '');
});
