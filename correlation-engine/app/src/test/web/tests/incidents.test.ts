import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALL_EVIDENCE, entryId, shownEvidence, sinceFault, storedSpan } from '../../../main/resources/web/app/logic/evidence-rows';
import { grouped, merge } from '../../../main/resources/web/app/logic/incident-list';
import { kindWords, layerWords, roleWords, stateWords } from '../../../main/resources/web/app/logic/incident-words';
import { sentence } from '../../../main/resources/web/app/logic/sentences';
import { clusterOf, incidentOf, itemOf, listOf, receiverOf, type IncidentItem } from '../../../main/resources/web/app/model';
import { ALL_INCIDENTS } from '../../../main/resources/web/app/route';

const item = (id: string, state: string, opened: string, more = {}): IncidentItem => itemOf({ id, state, opened, cluster: 'c', ...more });
const NOW = Date.parse('2026-11-20T12:00:00');
const local = (text: string): string => new Date(text).toISOString();

test('open ones come first, worst first; the others by day, newest first', () => {
  const groups = grouped([
    item('old', 'closed', local('2026-11-18T10:00:00')), item('degraded', 'degraded', local('2026-11-20T11:00:00')), item('today', 'closed', local('2026-11-20T09:00:00')),
    item('down', 'down', local('2026-11-19T11:00:00')), item('yesterday', 'closed', local('2026-11-19T23:59:00')),
  ], NOW);
  assert.deepEqual(groups.map(({ title, incidents }) => [title, incidents.map(({ id }) => id)]), [
    ['Open', ['down', 'degraded']], ['Today', ['today']], ['Yesterday', ['yesterday']], ['2026-11-18', ['old']],
  ]);
});

test('an incident that changes takes its place, and leaves a list that it no longer belongs to', () => {
  const shown = [item('a', 'down', local('2026-11-20T11:00:00'))];
  const closed = { ...shown[0], state: 'closed' };
  assert.deepEqual(merge(shown, closed, { ...ALL_INCIDENTS, state: 'open' }), []);
  assert.deepEqual(merge(shown, closed, ALL_INCIDENTS), [closed]);
  assert.deepEqual(merge(shown, item('b', 'down', '', { cluster: 'other' }), { ...ALL_INCIDENTS, cluster: 'c' }), shown);
});

test('words that the page does not know are shown as they came', () => {
  assert.equal(kindWords('split-brain'), 'Split brain');
  assert.equal(kindWords('meteor-strike'), 'meteor strike');
  assert.equal(kindWords('constructor'), 'constructor');
  assert.equal(stateWords('down'), 'Service down');
  assert.equal(layerWords(''), 'Other');
  assert.equal(roleWords({ role: 'primary', productRole: 'PRIM' }), 'PRIM');
  assert.equal(roleWords({ role: 'waiting', productRole: '' }), 'WAITING');
});

test('answers that lack members, or hold others than expected, become empty ones', () => {
  for (const value of [undefined, null, 7, 'x', [], {}, { instants: 'no', evidence: [null, 3], causes: {}, nodes: [[]], readiness: null }]) {
    assert.equal(incidentOf(value).instants.fault, null);
    assert.equal(clusterOf(value).redundancy, 'unknown');
    assert.equal(receiverOf(value).proof, null);
  }
  assert.deepEqual(listOf([1, 2], 'any', (one) => one), [1, 2]);
  assert.deepEqual(listOf({ any: [1] }, 'any', (one) => one), [1]);
  assert.deepEqual(listOf(null, 'any', (one) => one), []);
});

test('gaps and notes are read however the engine writes them', () => {
  const incident = incidentOf({ gaps: [{ what: 'service', from: { time: 't1' }, to: null }, { what: 'data', from: 't2', to: 't3' }], notes: [{ by: 'a', at: 't', text: 'x' }] });
  assert.deepEqual(incident.gaps.map(({ from, to }) => [from, to]), [['t1', null], ['t2', 't3']]);
  assert.equal(itemOf({ notes: [1, 2] }).notes, 2);
  assert.equal(itemOf({ notes: 3 }).notes, 3);
});

const incident = incidentOf({
  instants: { fault: { time: '2026-11-20T10:00:01Z', uncertaintyMillis: 0, inferred: false, evidence: ['b'] } },
  evidence: [
    { id: 'a', time: '2026-11-20T10:00:00Z', storedTime: '2026-11-20T10:00:05Z', node: 'n1', step: 'context', text: 'all well', kind: 'checker-up' },
    { id: 'b#2', time: '2026-11-20T10:00:01Z', storedTime: '2026-11-20T10:00:02Z', node: 'n2', step: 'fault', text: 'Disk Gone', kind: 'component-down' },
  ],
});

test('evidence is found by its words, its node, or by proving something', () => {
  const ids = (filter: object): string[] => shownEvidence(incident.evidence, { ...ALL_EVIDENCE, ...filter }).map(({ id }) => id);
  assert.deepEqual(ids({}), ['a', 'b#2']);
  assert.deepEqual(ids({ text: 'gone disk' }), ['b#2']);
  assert.deepEqual(ids({ text: 'checker' }), ['a']);
  assert.deepEqual(ids({ tellingOnly: true }), ['b#2']);
  assert.deepEqual(ids({ node: 'n1', text: 'disk' }), []);
});

test('evidence leads to its entry and to all entries of its time, by the clocks that stored them', () => {
  assert.equal(entryId('b#2'), 'b');
  assert.equal(sinceFault(incident.evidence[0], incident), -1000);
  assert.deepEqual(storedSpan(incident), { from: Date.parse('2026-11-20T10:00:02Z'), to: Date.parse('2026-11-20T10:00:05Z') });
  assert.equal(storedSpan(incidentOf({})), undefined);
});

test('instants in the engine’s sentences become local times, and nothing else changes', () => {
  const iso = '2026-01-01T00:17:21.5Z';
  const date = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  const local = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:21`;
  assert.equal(sentence(`It worked: ${iso}.`), `It worked: ${local}.`);
  assert.equal(sentence('safekit start -m AM-2026'), 'safekit start -m AM-2026');
});
