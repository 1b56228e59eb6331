import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventStreamParser } from '../../../main/resources/web/app/logic/event-stream';
import { attributesOf, groupsOf } from '../../../main/resources/web/app/logic/fields';
import { severityWord, stampOf, tickLabel, ticks } from '../../../main/resources/web/app/logic/format';
import { TailBuffer } from '../../../main/resources/web/app/logic/tail-buffer';
import { visible } from '../../../main/resources/web/app/logic/visible';
import { markPattern, searchWords, segments } from '../../../main/resources/web/app/logic/words';

test('finds the words that are looked for in the message', () => {
  const cases: [string, string[]][] = [
    ['failed password', ['failed', 'password']],
    ['"connection refused" AND host:n1', ['connection refused']],
    ['body:disk -noise NOT other', ['disk']],
    ['(a OR b*) AND port:[1 TO 2]', ['a', 'b*']],
    ['*', []],
    ['/reg.*ex/ severity:error', []],
    ['word~2 heavy^3', ['word', 'heavy']],
  ];
  for (const [query, expected] of cases) {
    assert.deepEqual(searchWords(query), expected, query);
  }
});

test('marks whole words and prefixes, and never changes the text', () => {
  const text = '<b>Failed</b> password: fail (failing) 100% [x]';
  const marked = (query: string): string[] => segments(text, markPattern(searchWords(query))).filter((part) => part.marked).map((part) => part.text);
  assert.deepEqual(marked('fail'), ['fail']);
  assert.deepEqual(marked('fail*'), ['Failed', 'fail', 'failing']);
  assert.deepEqual(marked('nothing'), []);
  for (const query of ['fail*', '"100%"', '[x]', '(', '"a(b"', '***', '\\', '?']) {
    assert.equal(segments(text, markPattern(searchWords(query))).map((part) => part.text).join(''), text, query);
  }
});

test('reads server-sent events however they are cut', () => {
  const stream = ': hello\n\nevent: entry\ndata: {"a":1}\n\nevent: entry\r\ndata: x\r\ndata: y\r\n\r\ndata: z\n\n';
  const expected = [{ type: 'entry', data: '{"a":1}' }, { type: 'entry', data: 'x\ny' }, { type: 'message', data: 'z' }];
  for (let size = 1; size <= stream.length; size++) {
    const parser = new EventStreamParser();
    const events = [];
    for (let at = 0; at < stream.length; at += size) {
      events.push(...parser.push(stream.slice(at, at + size)));
    }
    assert.deepEqual(events, expected, `chunks of ${size}`);
  }
});

test('keeps the last so many and leaves full chunks as they are', () => {
  const buffer = new TailBuffer<number>(10, 4);
  buffer.add([1, 2, 3, 4, 5]);
  const first = buffer.chunks()[0];
  const second = buffer.chunks()[1].key;
  buffer.add([6, 7]);
  assert.equal(buffer.chunks()[0], first);
  assert.equal(buffer.chunks()[1].key, second);
  buffer.add([8, 9, 10, 11, 12]);
  assert.deepEqual(buffer.all(), [5, 6, 7, 8, 9, 10, 11, 12]);
  buffer.add(Array.from({ length: 100 }, (_, item) => item));
  assert.ok(buffer.size <= 10 && buffer.all().at(-1) === 99);
});

test('severity words name style classes only when they are known', () => {
  assert.equal(severityWord('error'), 'error');
  for (const odd of ['x" onload="', '', undefined, 17]) {
    assert.equal(severityWord(odd), 'unknown');
  }
});

test('shows times with milliseconds and odd ones as they are', () => {
  assert.match(stampOf('2026-11-20T10:00:00.123456789Z').time, /:00:00\.123$|:\d\d:00\.123$/);
  assert.deepEqual(stampOf('never'), { date: '', time: 'never' });
});

test('puts round ticks inside the range', () => {
  const from = Date.parse('2026-11-20T10:03:20Z');
  for (const span of [5, 900, 60_000, 3_600_000, 86_400_000, 30 * 86_400_000]) {
    const { at, step } = ticks(from, from + span, 8);
    assert.ok(at.length > 0 && at.length <= 9, String(span));
    assert.ok(at.every((tick) => tick >= from && tick <= from + span));
    assert.ok(tickLabel(at[0], step) !== '');
  }
});

test('puts every field into one group and leaves texts out', () => {
  const entry = { id: 'a', time: 't', severity: 'info', body: 'b', raw: 'r', host: 'h', other: 5, attr: { k: ['v', 'w'], single: 's' } };
  const names = groupsOf(entry).flatMap((group) => group.fields.map((field) => field.name));
  assert.deepEqual([...names].sort(), ['host', 'id', 'other', 'severity', 'time']);
  assert.deepEqual(attributesOf(entry), [{ name: 'k', value: 'v' }, { name: 'k', value: 'w' }, { name: 'single', value: 's' }]);
});

test('shows control characters and turned writing as signs and leaves the rest', () => {
  const cases: [string, string][] = [
    ['plain ä 漢 \t\n', 'plain ä 漢 \t\n'],
    ['\u001b[31mred', '␛[31mred'],
    ['\u202Egnol', '⟨U+202E⟩gnol'],
    ['a\u0000b\u007f', 'a␀b⟨U+007F⟩'],
    ['a\u200bb\u200ec\ufeffd\u00ade', 'a⟨U+200B⟩b⟨U+200E⟩c⟨U+FEFF⟩d⟨U+00AD⟩e'],
    ['ad\u200dmin', 'ad⟨U+200D⟩min'],
    ['a\u2028b\u3164c\u061c', 'a⟨U+2028⟩b⟨U+3164⟩c⟨U+061C⟩'],
    ['\ud800x\u{e0041}', '⟨U+D800⟩x⟨U+E0041⟩'],
    ['👩\u200d🔧', '👩\u200d🔧'],
  ];
  for (const [text, expected] of cases) {
    assert.equal(visible(text), expected);
  }
});
