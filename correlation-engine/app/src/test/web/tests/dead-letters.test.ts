import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deadLettersOf, goesOn, resentWords, sumOf } from '../../../main/resources/web/app/logic/dead-letters';

test('whatever the engine sends becomes a list that can be shown', () => {
  assert.deepEqual(deadLettersOf(null).letters, []);
  assert.equal(deadLettersOf({}).next, -1);
  const page = deadLettersOf({ count: 2, next: 1, letters: [{ id: 'a', reason: 7 }, 'no letter'] });
  assert.equal(page.letters[0]?.id, 'a');
  assert.equal(page.letters[0]?.reason, '');
  assert.equal(page.letters[1]?.id, '');
});

test('sending again ends when nothing is left or nothing gets further', () => {
  const none = { delivered: 0, alreadyThere: 0, refused: 0, left: 0 };
  assert.equal(goesOn({ ...none, delivered: 5, left: 3 }), true);
  assert.equal(goesOn({ ...none, delivered: 5 }), false);
  assert.equal(goesOn({ ...none, left: 3 }), false);
});

test('what came of it is said in a sentence', () => {
  const sum = sumOf({ delivered: 1999, alreadyThere: 1, refused: 0, left: 3 }, { delivered: 0, alreadyThere: 0, refused: 1, left: 2 });
  assert.equal(resentWords(sum), '2,000 entries can be searched now; 1 entry refused again; 2 entries not answered yet.');
  assert.equal(resentWords({ delivered: 0, alreadyThere: 0, refused: 0, left: 0 }), 'There was nothing to send.');
});
