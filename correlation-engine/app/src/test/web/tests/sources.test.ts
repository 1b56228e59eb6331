import assert from 'node:assert/strict';
import { test } from 'node:test';
import { around, bytesWords, chosen, countingWords, rateWords, sorted, WORST_FIRST, type Source } from '../../../main/resources/web/app/logic/sources';
import { sourceDetailOf, sourceOf } from '../../../main/resources/web/app/model';
import { readRoute, searchLink, sourcesLink } from '../../../main/resources/web/app/route';

const source = (over: Partial<Source>): Source => ({ ...sourceOf({}), source: 'syslog/192.0.2.7', ...over });

test('what is missing stands first, then who is silent, then who was refused', () => {
  const all = [source({ host: 'a' }), source({ host: 'b', refused: 5 }), source({ host: 'c', silent: true }), source({ host: 'd', missing: 1 }), source({ host: 'e', missing: 20 })];
  assert.deepEqual(chosen(all, '', WORST_FIRST).map(({ host }) => host), ['e', 'd', 'c', 'b', 'a']);
});

test('a click on a title sorts by it, another one the other way round', () => {
  assert.deepEqual(sorted('host', WORST_FIRST), { by: 'host', down: false });
  assert.deepEqual(sorted('host', { by: 'host', down: false }), { by: 'host', down: true });
  assert.deepEqual(sorted('perSecond', WORST_FIRST), { by: 'perSecond', down: true });
  const all = [source({ host: 'b', clockOffsetSeconds: -9 }), source({ host: 'a', clockOffsetSeconds: 1 }), source({ host: 'c' })];
  assert.deepEqual(chosen(all, '', { by: 'clock', down: true }).map(({ host }) => host), ['b', 'a', 'c']);
  assert.deepEqual(chosen(all, '', { by: 'host', down: false }).map(({ host }) => host), ['a', 'b', 'c']);
});

test('all words must fit, in whatever part', () => {
  const all = [source({ host: 'vms-a', site: 'north' }), source({ host: 'vms-b', site: 'south', silent: true })];
  assert.deepEqual(chosen(all, 'VMS north', WORST_FIRST).map(({ host }) => host), ['vms-a']);
  assert.deepEqual(chosen(all, 'silent', WORST_FIRST).map(({ host }) => host), ['vms-b']);
  assert.deepEqual(chosen(all, 'nobody', WORST_FIRST), []);
});

test('the link around a gap asks for that source alone, and quotes what it claims', () => {
  const question = around(source({ host: 'a" OR *:*' }), '2026-11-20T10:00:00Z', '2026-11-20T10:01:00Z');
  assert.equal(question.query, 'source:"syslog/192.0.2.7" AND host:"a\\" OR *:*"');
  assert.equal(question.from, '2026-11-20T09:59:30.000Z');
  assert.equal(question.to, '2026-11-20T10:01:30.000Z');
  const route = readRoute(searchLink(question));
  assert.equal(route.page === 'search' && route.view.query, question.query);
});

test('a source is in the URL', () => {
  assert.deepEqual(readRoute(sourcesLink('file/var/log/a b.log', 'x&y')), { page: 'sources', source: 'file/var/log/a b.log', host: 'x&y' });
  assert.deepEqual(readRoute(sourcesLink()), { page: 'sources', source: '', host: '' });
});

test('numbers are said in few signs', () => {
  assert.deepEqual([0, 0.0001, 0.02, 0.5, 12.5, 1840].map(rateWords), ['—', '—', '1.2 /min', '0.5 /s', '13 /s', '1,840 /s']);
  assert.deepEqual([0, 999, 1500, 251_000_000].map(bytesWords), ['0 B', '999 B', '1.5 kB', '251 MB']);
  assert.equal(countingWords('constructor'), 'does not number its entries');
});

test('whatever the engine leaves out is empty', () => {
  assert.deepEqual(sourceDetailOf({}).gaps, []);
  assert.equal(sourceDetailOf({ gaps: [{ missing: 'x' }] }).gaps[0]!.missing, 0);
  assert.equal(sourceOf(null).clockOffsetSeconds, null);
});
