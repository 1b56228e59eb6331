/** Entries that the index refused, as the API tells them. Every text is the sender's: untrusted. */
export interface DeadLetter {
  readonly id: string;
  /** When it was refused, the last time. */
  readonly at: string;
  readonly index: string;
  readonly error: string;
  readonly reason: string;
  readonly source: string;
  readonly host: string;
  readonly time: string;
  /** The line as it came, else the message. */
  readonly text: string;
  /** What was to be indexed, as JSON. */
  readonly document: string;
}

export interface DeadLetters {
  readonly count: number;
  readonly bytes: number;
  readonly maxBytes: number;
  readonly dropped: number;
  readonly letters: readonly DeadLetter[];
  /** How many to skip for the next part; -1 when there is none. */
  readonly next: number;
}

export interface Resent {
  readonly delivered: number;
  readonly alreadyThere: number;
  readonly refused: number;
  readonly left: number;
}

type Raw = Readonly<Record<string, unknown>>;
const raw = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

function letterOf(value: unknown): DeadLetter {
  const letter = raw(value);
  return {
    id: text(letter.id), at: text(letter.at), index: text(letter.index), error: text(letter.error), reason: text(letter.reason),
    source: text(letter.source), host: text(letter.host), time: text(letter.time), text: text(letter.text), document: text(letter.document),
  };
}

export function deadLettersOf(value: unknown): DeadLetters {
  const page = raw(value);
  return {
    count: number(page.count), bytes: number(page.bytes), maxBytes: number(page.maxBytes), dropped: number(page.dropped),
    letters: Array.isArray(page.letters) ? page.letters.map(letterOf) : [],
    next: typeof page.next === 'number' ? page.next : -1,
  };
}

export function resentOf(value: unknown): Resent {
  const answer = raw(value);
  return { delivered: number(answer.delivered), alreadyThere: number(answer.alreadyThere), refused: number(answer.refused), left: number(answer.left) };
}

export function sumOf(one: Resent, other: Resent): Resent {
  return { delivered: one.delivered + other.delivered, alreadyThere: one.alreadyThere + other.alreadyThere, refused: one.refused + other.refused, left: other.left };
}

/** Whether sending on makes sense: something is left, and the last request got further. */
export function goesOn(last: Resent): boolean {
  return last.left > 0 && last.delivered + last.alreadyThere + last.refused > 0;
}

export function entries(count: number): string {
  return count === 1 ? '1 entry' : `${count.toLocaleString('en')} entries`;
}

/** What came of sending again, in a sentence. */
export function resentWords(sum: Resent): string {
  const there = sum.delivered + sum.alreadyThere;
  const words = [there > 0 ? `${entries(there)} can be searched now` : '', sum.refused > 0 ? `${entries(sum.refused)} refused again` : '',
    sum.left > 0 ? `${entries(sum.left)} not answered yet` : ''].filter((part) => part !== '');
  return words.length === 0 ? 'There was nothing to send.' : `${words.join('; ')}.`;
}
