import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryLink, readUrl, sameSearch, START, writeUrl, type ViewState } from '../../../main/resources/web/app/state';

const full: ViewState = {
  query: 'a & b="c" + % #',
  from: '2026-11-20T08:00:00.000Z',
  to: 'now',
  filters: [{ field: 'host', value: 'x:y', exclude: false }, { field: 'we:ird%3A', value: '', exclude: false }, { field: 'site', value: 'ä', exclude: true }],
  order: 'asc',
  entry: 'AZmVb_-0123456',
  neighbours: true,
  live: true,
};

test('a link brings back all that one saw', () => {
  assert.deepEqual(readUrl(writeUrl(full)), full);
  assert.deepEqual(readUrl(writeUrl(START)), START);
  assert.equal(writeUrl(START), '');
});

test('random states come back', () => {
  let seed = 20261120;
  const random = (below: number): number => (seed = (seed * 1664525 + 1013904223) >>> 0) % below;
  const word = (): string => Array.from({ length: random(8) }, () => String.fromCharCode(32 + random(600))).join('');
  for (let round = 0; round < 500; round++) {
    const filters = Array.from({ length: random(4) }, () => ({ field: `f${word()}`, value: word(), exclude: random(2) === 0 }));
    const query = word();
    const state: ViewState = { ...START, query: query.trim() === '' ? '' : query, filters: [...filters.filter((f) => !f.exclude), ...filters.filter((f) => f.exclude)] };
    assert.deepEqual(readUrl(writeUrl(state)), state, JSON.stringify(state));
  }
});

test('ignores what it does not understand', () => {
  assert.deepEqual(readUrl('?is=nocolon&entry=<script>&order=up&live=yes&from='), START);
});

test('an open entry is no question of its own', () => {
  assert.ok(sameSearch(full, { ...full, entry: '', neighbours: false }));
  assert.ok(!sameSearch(full, { ...full, live: false }));
});

test('links to an entry show what happened around it', () => {
  const state = readUrl(entryLink('abc', Date.parse('2026-11-20T10:00:00Z')));
  assert.equal(state.entry, 'abc');
  assert.equal(state.from, '2026-11-20T09:55:00.000Z');
  assert.equal(state.query, '');
});
