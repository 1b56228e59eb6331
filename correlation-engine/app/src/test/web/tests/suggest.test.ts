import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill, holeAt, rank } from '../../../main/resources/web/app/logic/suggest';

test('knows whether a field, a value or nothing is being written at the caret', () => {
  const cases: [string, { field: string; prefix: string } | undefined][] = [
    ['ho', { field: '', prefix: 'ho' }],
    ['disk AND NOT ho', { field: '', prefix: 'ho' }],
    ['(ho', { field: '', prefix: 'ho' }],
    ['host:', { field: 'host', prefix: '' }],
    ['a host:no', { field: 'host', prefix: 'no' }],
    ['host:"node 1', { field: 'host', prefix: 'node 1' }],
    ['-host:n', { field: 'host', prefix: 'n' }],
    ['"inside ho', undefined],
    ['done ', undefined],
    ['AND', undefined],
    ['', undefined],
    ['"a" ho', { field: '', prefix: 'ho' }],
  ];
  for (const [text, expected] of cases) {
    const hole = holeAt(text, text.length);
    assert.deepEqual(hole && { field: hole.field, prefix: hole.prefix }, expected, text);
  }
});

test('says nothing in the middle of a word', () => {
  assert.equal(holeAt('host', 2), undefined);
  assert.ok(holeAt('host ', 4));
});

test('fills the hole and leaves the rest', () => {
  const text = 'a AND host:n AND b';
  const caret = text.indexOf(' AND b');
  const hole = holeAt(text, caret);
  assert.ok(hole);
  assert.deepEqual(fill(text, caret, hole, '"node-1"'), { text: 'a AND host:"node-1" AND b', caret: 'a AND host:"node-1"'.length });
});

test('ranks beginnings before what only holds the word', () => {
  assert.deepEqual(rank(['ghost', 'host', 'hosts', 'x'], 'ho', (name) => name), ['host', 'hosts', 'ghost']);
});
