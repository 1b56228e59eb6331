/** Who an entry says that it is of, and who is known to have sent it. */
export interface Origin {
  readonly claimed: string;
  /** Name of a sender or certificate, or an address. */
  readonly proven: string;
  readonly by: 'credential' | 'certificate' | 'address';
}

const short = (name: string): string => name.toLowerCase().split('.')[0];
const PROOFS: readonly [string, Origin['by']][] = [['sender:', 'credential'], ['CN=', 'certificate']];

/** Both, where they differ; nothing where the entry names no host, or came from no network. */
export function originOf(entry: Readonly<Record<string, unknown>>): Origin | undefined {
  const word = (name: string): string => (typeof entry[name] === 'string' ? (entry[name] as string) : '');
  const [claimed, peer] = [word('host'), word('peer')];
  if (claimed === '' || peer === '') {
    return undefined;
  }
  const who = word('source').split('/')[1] ?? '';
  const mark = PROOFS.find(([begin]) => who.startsWith(begin));
  const proven = mark ? who.slice(mark[0].length) : peer;
  const same = claimed === peer || (mark !== undefined && short(claimed) === short(proven));
  return same ? undefined : { claimed, proven, by: mark ? mark[1] : 'address' };
}
