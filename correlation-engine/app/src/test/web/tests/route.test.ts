import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALL_INCIDENTS, incidentLink, incidentsLink, NOTIFICATIONS_LINK, overviewLink, readRoute, SEARCH_LINK } from '../../../main/resources/web/app/route';
import { entryLink, spanLink, START } from '../../../main/resources/web/app/state';

test('nothing named is the start; whatever names a search is the search', () => {
  assert.equal(readRoute('').page, 'start');
  assert.equal(readRoute('?utm=1').page, 'start');
  for (const search of [SEARCH_LINK, '?q=x', '?is=host:a', '?entry=abc', '?live=1', entryLink('abc', 1e12), spanLink(1e12, 1e12 + 5)]) {
    assert.equal(readRoute(search).page, 'search', search);
  }
  assert.deepEqual(readRoute(SEARCH_LINK), { page: 'search', view: START });
});

test('a link brings back the page and all that was chosen on it', () => {
  assert.deepEqual(readRoute(overviewLink('2026-11-20T10:00:00.000Z')), { page: 'overview', at: '2026-11-20T10:00:00.000Z' });
  assert.deepEqual(readRoute(overviewLink()), { page: 'overview', at: '' });
  const filter = { state: 'open', cluster: 'a & b=c', from: '2026-11-20T10:00:00Z', to: '' } as const;
  assert.deepEqual(readRoute(incidentsLink(filter)), { page: 'incidents', filter });
  assert.deepEqual(readRoute(incidentsLink()), { page: 'incidents', filter: ALL_INCIDENTS });
  assert.deepEqual(readRoute(incidentLink('vms/1?#&', 3)), { page: 'incident', id: 'vms/1?#&', revision: 3 });
  assert.deepEqual(readRoute(incidentLink('x')), { page: 'incident', id: 'x', revision: undefined });
  assert.equal(readRoute(NOTIFICATIONS_LINK).page, 'notifications');
});

test('ignores what it does not understand', () => {
  assert.deepEqual(readRoute('?page=overview&at=yesterday'), { page: 'overview', at: '' });
  assert.deepEqual(readRoute('?page=incidents&state=odd'), { page: 'incidents', filter: ALL_INCIDENTS });
  assert.deepEqual(readRoute('?incident=x&revision=-1'), { page: 'incident', id: 'x', revision: undefined });
  assert.equal(readRoute('?page=nowhere').page, 'start');
});

test('an entry opens with its neighbours where that is asked for', () => {
  const route = readRoute(entryLink('abc', 1e12, true));
  assert.ok(route.page === 'search' && route.view.entry === 'abc' && route.view.neighbours);
});
