import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asOf, clockGrade, deafReceivers, healthOf, isMissing, isOut, silenceOn, siteColumns, verdictOf, worstFirst } from '../../../main/resources/web/app/logic/cluster-health';
import { clusterOf, itemOf, receiverOf, silenceOf, type ClusterState, type IncidentItem } from '../../../main/resources/web/app/model';

const node = (name: string, role: string, more = {}) => ({ name, role, site: 'north', ...more });
const cluster = (name: string, nodes: unknown[], more = {}): ClusterState => clusterOf({ name, redundancy: 'in-sync', readiness: { verdict: 'yes', reasons: ['proven'] }, nodes, ...more });
const incident = (state: string, more = {}): IncidentItem => itemOf({ id: 'i', cluster: 'c', state, kind: 'node', summary: 'It broke.', ...more });
const pair = [node('a', 'primary'), node('b', 'secondary')];

test('a cluster that serves, is in sync and would bear a failure is ready', () => {
  assert.equal(healthOf(cluster('c', pair), []).grade, 'ok');
});

test('nobody serving is worse than anything, whether or not an incident says so', () => {
  assert.equal(healthOf(cluster('c', [node('a', 'stopped'), node('b', 'waiting')]), []).grade, 'down');
  assert.equal(healthOf(cluster('c', pair), [incident('down')]).grade, 'down');
});

test('roles that nobody knows are no proof that nobody serves', () => {
  assert.equal(healthOf(cluster('c', [node('a', 'unknown'), node('b', 'stopped')], { redundancy: 'unknown', readiness: {} }), []).grade, 'unknown');
  assert.equal(healthOf(cluster('c', [], { redundancy: 'unknown', readiness: {} }), []).grade, 'unknown');
});

test('without redundancy it is degraded, and says what the incident says', () => {
  const health = healthOf(cluster('c', [node('a', 'alone'), node('b', 'stopped')], { redundancy: 'lost' }), [incident('degraded')]);
  assert.equal(health.grade, 'degraded');
  assert.equal(health.reason, 'It broke.');
  assert.equal(healthOf(cluster('c', pair), [incident('degraded', { kind: 'split-brain' })]).grade, 'split');
});

test('a failover that would not work is a risk; one that is over no longer counts', () => {
  assert.equal(healthOf(cluster('c', pair, { readiness: { verdict: 'no', reasons: ['Clocks are apart.'] } }), []).grade, 'risk');
  assert.equal(healthOf(cluster('c', pair), [incident('restored')]).grade, 'ok');
});

test('worst first, what nobody planned before what somebody did', () => {
  const clusters = [cluster('z', pair), cluster('c', pair), cluster('d', [node('a', 'stopped')]), cluster('b', pair)];
  const open = [incident('degraded', { planned: true }), incident('degraded', { cluster: 'z', id: 'j' })];
  assert.deepEqual(worstFirst(clusters, open).map(({ cluster: { name } }) => name), ['d', 'z', 'c', 'b']);
});

test('the verdict names the worst, in numbers', () => {
  const of = (clusters: ClusterState[]): string => verdictOf(worstFirst(clusters, [])).title;
  assert.equal(of([cluster('a', pair), cluster('b', pair)]), 'All 2 clusters serve and would bear a failure');
  assert.equal(of([cluster('a', [node('a', 'stopped')]), cluster('b', pair)]), '1 cluster without service');
  assert.equal(of([cluster('a', pair, { redundancy: 'lost' })]), 'All serve, but 1 cluster would not bear a failure');
  assert.equal(of([cluster('a', pair, { redundancy: 'unknown', readiness: {} })]), 'Not enough is known yet to tell');
});

test('sites are columns as failsight.yaml names them, and one whose nodes are all gone is lost', () => {
  const sites = siteColumns(['south', 'north'], [cluster('c', [node('a', 'stopped'), node('b', 'secondary', { silent: true }), node('w', 'secondary', { site: 'third' }), node('x', 'primary', { site: '' })])]);
  assert.deepEqual(sites.map(({ name, bad, lost }) => [name, bad, lost]), [['south', 0, false], ['north', 2, true], ['third', 0, false]]);
});

test('an address is missing only where it should be, anything else wherever it is down', () => {
  const missing = (role: string, type: string): boolean => {
    const [one] = cluster('c', [node('a', role, { resources: [{ name: 'r', type, up: false }] })]).nodes;
    return isMissing(one.resources[0], one);
  };
  assert.deepEqual(['primary', 'alone', 'secondary', 'stopped'].map((role) => missing(role, 'address')), [true, true, false, false]);
  assert.equal(missing('secondary', 'checker'), true);
});

test('clocks are graded both ways', () => {
  const grade = (clockOffsetMillis: number | null): string => clockGrade(cluster('c', [node('a', 'primary', { clockOffsetMillis })]).nodes[0]);
  assert.deepEqual([0, 999, -1000, 5000, null].map(grade), ['ok', 'ok', 'warn', 'critical', 'unknown']);
  const maybe = cluster('c', [node('a', 'primary', { clockOffsetMillis: 1040, clockUncertaintyMillis: 1050 })]).nodes[0];
  assert.equal(clockGrade(maybe), 'ok', 'it may as well be right');
});

test('at a past instant an incident is as it was then', () => {
  const at = (seconds: number): string => new Date(Date.parse('2026-11-20T10:00:00Z') + seconds * 1000).toISOString();
  const moment = (seconds: number) => ({ time: at(seconds), uncertaintyMillis: 0, inferred: false, evidence: [] });
  const closed = incident('closed', { instants: { fault: moment(0), restored: moment(44), redundant: moment(600) } });
  const state = (seconds: number): string | undefined => asOf([closed], Date.parse(at(seconds)))[0]?.state;
  assert.deepEqual([-1, 1, 45, 601].map(state), [undefined, 'down', 'degraded', undefined]);
  assert.equal(asOf([incident('down', { instants: { fault: moment(0) } })], Date.parse(at(5)))[0].state, 'down');
});

test('of the silences on a cluster the one that lasts longest counts, while it lasts', () => {
  const silence = (id: string, cluster: string, from: number, to: number) => silenceOf({ id, cluster, from: new Date(from).toISOString(), to: new Date(to).toISOString() });
  const all = [silence('a', 'c', 0, 1000), silence('b', '*', 500, 3000), silence('d', 'other', 0, 9000)];
  assert.deepEqual([0, 600, 2000, 3000].map((at) => silenceOn('c', all, at)?.id), ['a', 'b', 'b', undefined]);
});

test('a receiver is deaf when its last message or its last proof did not arrive', () => {
  const names = deafReceivers([
    receiverOf({ name: 'well', proof: { at: 't', ok: true } }), receiverOf({ name: 'error', lastError: 'refused', proof: { at: 't', ok: true } }), receiverOf({ name: 'proof', proof: { at: 't', ok: false } }), receiverOf({ name: 'new' }),
  ]).map(({ name }) => name);
  assert.deepEqual(names, ['error', 'proof']);
});

test('a node of which nothing is known is out where its partner is known', () => {
  const out = (nodes: unknown[]): boolean => isOut(cluster('c', nodes).nodes[0], cluster('c', nodes));
  assert.ok(out([node('a', 'unknown'), node('b', 'alone')]));
  assert.ok(!out([node('a', 'unknown'), node('b', 'unknown')]));
  assert.ok(!out([node('a', 'secondary')]));
});
