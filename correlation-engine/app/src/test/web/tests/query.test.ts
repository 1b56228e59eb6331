import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compose, isBalanced, term, toggleFilter, withFilter, type Filter } from '../../../main/resources/web/app/logic/query';

const is = (field: string, value: string): Filter => ({ field, value, exclude: false });
const not = (field: string, value: string): Filter => ({ field, value, exclude: true });

test('composes what was typed with the chips', () => {
  const cases: [string, Filter[], string][] = [
    ['', [], '*'],
    ['*', [], '*'],
    ['a OR b', [], 'a OR b'],
    ['a OR b', [is('host', 'n1')], '(a OR b) AND host:n1'],
    ['', [is('host', 'n1')], 'host:n1'],
    ['', [not('host', 'n1')], '* AND NOT host:n1'],
    ['a', [is('host', 'n1'), is('host', 'n2'), is('site', 'x')], '(a) AND (host:n1 OR host:n2) AND site:x'],
    ['a', [not('host', 'n1'), is('site', 'x')], '(a) AND site:x AND NOT host:n1'],
  ];
  for (const [typed, filters, expected] of cases) {
    assert.equal(compose(typed, filters).query, expected);
  }
});

test('sends a query with open brackets or quotes alone, so that its error is its own', () => {
  for (const typed of ['a) OR (b)) (', 'a)', '(a', '"a']) {
    assert.equal(compose(typed, [is('host', 'n1')]).query, typed);
    assert.equal(compose(typed, [is('host', 'n1')]).offset + 0, 0);
  }
});

test('finds the place of an error in what was typed', () => {
  const typed = '  foo:: bar';
  for (const filters of [[], [is('host', 'n1')]]) {
    const composed = compose(typed, filters);
    const position = composed.query.indexOf('::');
    assert.equal(position - composed.offset, typed.indexOf('::'));
  }
});

test('quotes values and escapes names', () => {
  assert.equal(term('host', 'node-1'), 'host:"node-1"');
  assert.equal(term('path', 'C:\\a "b"'), 'path:"C:\\\\a \\"b\\""');
  assert.equal(term('a b:c', 'x'), 'a\\ b\\:c:x');
  assert.equal(term('word', 'AND'), 'word:"AND"');
});

test('knows balanced text', () => {
  for (const text of ['', '(a)', '"("', '\\(', '((a) b)']) {
    assert.ok(isBalanced(text), text);
  }
  for (const text of ['(', ')(', '"', '"\\"']) {
    assert.ok(!isBalanced(text), text);
  }
});

test('a click toggles, the opposite gives way', () => {
  assert.deepEqual(toggleFilter([is('a', '1')], is('a', '1')), []);
  assert.deepEqual(toggleFilter([not('a', '1')], is('a', '1')), [is('a', '1')]);
  assert.deepEqual(withFilter([is('a', '1'), is('b', '2')], not('a', '1')), [is('b', '2'), not('a', '1')]);
});
