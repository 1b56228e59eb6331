import { deadLettersOf, resentOf, type DeadLetters, type Resent } from './logic/dead-letters';
import { EventStreamParser } from './logic/event-stream';
import type { SourceDetail, Sources } from './logic/sources';
import {
  auditOf, clusterOf, incidentOf, itemOf, listOf, lossOf, nextOf, receiverOf, secretOf, senderOf, silenceOf, sitesOf, sourceDetailOf, sourceOf,
  type AuditEntry, type ClusterState, type CredentialSecret, type Incident, type IncidentItem, type Receiver, type Sender, type Silence,
} from './model';

/** One entry: every set field by its name in the index, and the sender's own attributes. Everything in it is untrusted text. */
export interface Entry {
  readonly id: string;
  readonly time: string;
  readonly severity: string;
  readonly body?: string;
  readonly attr?: Record<string, string | string[]>;
  readonly [field: string]: unknown;
}

export interface EntryPage {
  readonly total: number;
  readonly totalIsLowerBound: boolean;
  /** Time ran out, so that entries may be missing. */
  readonly incomplete?: boolean;
  readonly tookMillis: number;
  readonly entries: readonly Entry[];
  readonly next?: string | null;
}

export interface Bucket {
  readonly time: string | number;
  readonly total: number;
  readonly bySeverity: Record<string, number>;
}

export interface Histogram {
  /** Start and end; null when nothing matched. */
  readonly from: string | number | null;
  readonly to: string | number | null;
  readonly intervalMillis: number;
  readonly total: number;
  /** Time ran out before all was counted. */
  readonly incomplete?: boolean;
  readonly buckets: readonly Bucket[];
}

export interface Facet {
  readonly sampled: boolean;
  readonly missing: number;
  readonly other: number;
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

export interface Facets {
  readonly facets: Record<string, Facet>;
}

export interface Neighbours {
  readonly before: readonly Entry[];
  readonly entry: Entry;
  readonly after: readonly Entry[];
}

export interface Session {
  readonly name: string;
  readonly roles: readonly string[];
  readonly csrfToken: string;
  /** Somebody else made the password: it should be changed. */
  readonly passwordMade: boolean;
  /** Whether the password is kept here; other sign-ins keep it elsewhere. */
  readonly passwordHere: boolean;
}

export interface FieldInfo {
  readonly name: string;
  readonly type: string;
  readonly description: string;
}

export interface Part {
  readonly name: string;
  readonly up: boolean;
  readonly detail?: string;
}

/** The disk that Failsight writes to, whoever fills it. */
export interface Disk {
  readonly step: 'enough' | 'evicting' | 'degraded' | 'refusing' | 'full';
  readonly usedShare: number;
  readonly freeBytes: number;
  readonly consequence: string;
  readonly path: string;
}

export interface Question {
  readonly query: string;
  readonly from: string;
  readonly to: string;
}

/** Which incidents; an empty member asks for all. */
export interface IncidentFilter {
  readonly state: 'open' | 'closed' | 'all';
  readonly cluster: string;
  readonly from: string;
  readonly to: string;
}

/** What went wrong, in words for people. Status 0: no answer came at all. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    /** Character of the query that was sent, from 0, where the API knows it. */
    readonly position?: number,
  ) {
    super(`${title}: ${detail}`);
  }

  /** Whether the same call may succeed later without anything changed by the user. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

const WORDS: Record<number, [string, string]> = {
  401: ['Signed out', 'The session has ended. Sign in again to go on where you were.'],
  403: ['Not allowed', 'Your role does not permit this. Ask an administrator.'],
  404: ['Not there', 'It is not stored any more, or never was. The oldest entries give way when the disk plan says so.'],
  429: ['Too many requests', 'The engine asks to wait a moment.'],
  503: ['Search is not available', 'OpenSearch does not answer at the moment. Nothing is lost: collectors keep what comes in.'],
};

/** Words of the API as a sentence of the page. */
function sentence(words: string): string {
  const trimmed = words.trim();
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${/[.!?]$/.test(trimmed) ? '' : '.'}`;
}

async function problemOf(response: Response): Promise<Problem> {
  const [title, detail] = WORDS[response.status] ?? ['The engine could not answer', `It returned status ${response.status}.`];
  try {
    const body = (await response.json()) as Partial<Problem>;
    return new Problem(response.status, body.title || title, sentence(body.detail || detail), typeof body.position === 'number' ? body.position : undefined);
  } catch {
    return new Problem(response.status, title, detail);
  }
}

/** What is read of an answer; when the connection ends in the middle, that is a problem which passes. */
async function unbroken<T>(reading: Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await reading;
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    throw new Problem(0, 'The connection was lost', 'The engine may be restarting; the page tries again by itself.');
  }
}

/** The engine's HTTP API. One instance per page; it remembers the token that calls which change something must carry. */
export class Api {
  private csrfToken = '';
  /** Called when a call that needs a session finds none. */
  onSignedOut: () => void = () => {};

  entries(ask: Question, order: string, cursor: string, size: number, signal: AbortSignal): Promise<EntryPage> {
    return this.get('entries', { ...ask, order, size: String(size), ...(cursor ? { cursor } : {}) }, signal);
  }

  histogram(ask: Question, buckets: number, signal: AbortSignal): Promise<Histogram> {
    return this.get('histogram', { ...ask, buckets: String(buckets) }, signal);
  }

  facets(ask: Question, fields: readonly string[], size: number, signal: AbortSignal): Promise<Facets> {
    return this.get('facets', { ...ask, fields: fields.join(','), size: String(size) }, signal);
  }

  entry(id: string, signal?: AbortSignal): Promise<Entry> {
    return this.get(`entries/${encodeURIComponent(id)}`, {}, signal);
  }

  neighbours(id: string, before: number, after: number, signal?: AbortSignal): Promise<Neighbours> {
    return this.get(`entries/${encodeURIComponent(id)}/neighbours`, { before: String(before), after: String(after) }, signal);
  }

  fields(): Promise<FieldInfo[]> {
    return this.get('fields', {});
  }

  status(signal?: AbortSignal): Promise<{ parts: Part[]; disk?: Disk | null }> {
    return this.get('status', {}, signal);
  }

  /** The session of the cookie, or undefined when there is none. */
  async session(): Promise<Session | undefined> {
    const response = await this.send('session', {});
    if (response.status === 401) {
      return undefined;
    }
    return this.remember(await this.read<Session>(response));
  }

  /** Words on the button of single sign-on; blank where there is none. */
  async ssoLabel(): Promise<string> {
    return (await this.get<{ sso?: string | null }>('session/ways', {})).sso ?? '';
  }

  async signIn(name: string, password: string): Promise<Session> {
    const response = await this.send('session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': this.csrfToken },
      body: JSON.stringify({ name, password }),
    });
    if (!response.ok) {
      throw await problemOf(response);
    }
    return this.remember((await response.json()) as Session);
  }

  async signOut(): Promise<void> {
    const response = await this.send('session', { method: 'DELETE', headers: { 'X-CSRF-Token': this.csrfToken } });
    if (!response.ok && response.status !== 401) {
      throw await problemOf(response);
    }
    this.csrfToken = '';
  }

  /** Live entries until the signal aborts or the connection ends; each event as it comes. */
  tail(query: string, signal: AbortSignal, opened: () => void, each: (type: string, data: unknown) => void): Promise<void> {
    return this.stream(`tail?${new URLSearchParams({ query })}`, signal, opened, each);
  }

  /** Changes of incidents and clusters as they happen; `heard` is called with every sign of life, comments included. */
  events(signal: AbortSignal, opened: () => void, each: (type: string, data: unknown) => void, heard: () => void): Promise<void> {
    return this.stream('events', signal, opened, each, heard);
  }

  async incidents(filter: IncidentFilter, size: number, cursor: string, signal?: AbortSignal): Promise<{ incidents: IncidentItem[]; next: string }> {
    const params = Object.fromEntries(Object.entries({ ...filter, size: String(size), cursor }).filter(([, value]) => value !== ''));
    const answer = await this.get<unknown>('incidents', params, signal);
    return { incidents: listOf(answer, 'incidents', itemOf), next: nextOf(answer) };
  }

  /** An incident by any id it ever had. Where a revision is named: that account of it, with what people did up to now. */
  async incident(id: string, revision: number | undefined, signal?: AbortSignal): Promise<Incident> {
    const path = `incidents/${encodeURIComponent(id)}`;
    if (revision === undefined) {
      return incidentOf(await this.get(path, {}, signal));
    }
    const [newest, then] = (await Promise.all([this.get(path, {}, signal), this.get(`${path}/revisions/${revision}`, {}, signal)])).map(incidentOf);
    const { notes, audit, notifications, revisions, acknowledged, handedTo } = newest;
    return { ...then, revision, notes, audit, notifications, revisions, acknowledged, handedTo };
  }

  async actOnIncident(id: string, action: 'acknowledge' | 'notes' | 'hand-over', body: Record<string, string>): Promise<void> {
    await this.change('POST', `incidents/${encodeURIComponent(id)}/${action}`, body);
  }

  async clusters(signal?: AbortSignal): Promise<{ clusters: ClusterState[]; sites: string[] }> {
    const answer = await this.get<unknown>('clusters', {}, signal);
    return { clusters: listOf(answer, 'clusters', clusterOf), sites: sitesOf(answer) };
  }

  /** The cluster as it was at an instant; undefined when nothing is known of it at that time. */
  async clusterAt(name: string, at: string, signal?: AbortSignal): Promise<ClusterState | undefined> {
    try {
      return clusterOf(await this.get(`clusters/${encodeURIComponent(name)}`, { at }, signal));
    } catch (failure) {
      if (failure instanceof Problem && failure.status === 404) {
        return undefined;
      }
      throw failure;
    }
  }

  async silences(signal?: AbortSignal): Promise<Silence[]> {
    return listOf(await this.get<unknown>('silences', {}, signal), 'silences', silenceOf);
  }

  async addSilence(silence: Omit<Silence, 'id' | 'by'>): Promise<void> {
    await this.change('POST', 'silences', silence);
  }

  async endSilence(id: string): Promise<void> {
    await this.change('DELETE', `silences/${encodeURIComponent(id)}`);
  }

  async receivers(signal?: AbortSignal): Promise<Receiver[]> {
    return listOf(await this.get<unknown>('receivers', {}, signal), 'receivers', receiverOf);
  }

  async sources(signal?: AbortSignal): Promise<Sources> {
    const answer = await this.get<unknown>('sources', {}, signal);
    return { sources: listOf(answer, 'sources', sourceOf), losses: listOf(answer, 'losses', lossOf) };
  }

  async source(source: string, host: string, signal?: AbortSignal): Promise<SourceDetail> {
    return sourceDetailOf(await this.get('sources/detail', { source, host }, signal));
  }

  async testReceiver(name: string): Promise<void> {
    await this.change('POST', `receivers/${encodeURIComponent(name)}/test`, {});
  }

  async audit(size: number, cursor: string, signal?: AbortSignal): Promise<{ audit: AuditEntry[]; next: string }> {
    const answer = await this.get<unknown>('audit', { size: String(size), ...(cursor ? { cursor } : {}) }, signal);
    return { audit: listOf(answer, 'audit', auditOf), next: nextOf(answer) };
  }

  async senders(signal?: AbortSignal): Promise<Sender[]> {
    return listOf(await this.get<unknown>('senders', {}, signal), 'senders', senderOf);
  }

  async addSender(sender: Omit<Sender, 'credentials'>): Promise<void> {
    await this.change('POST', 'senders', sender);
  }

  async addCredential(name: string, kind: 'certificate' | 'token'): Promise<CredentialSecret> {
    return secretOf(await (await this.change('POST', `senders/${encodeURIComponent(name)}/credentials`, { kind })).json());
  }

  async revokeCredential(name: string, id: string): Promise<void> {
    await this.change('DELETE', `senders/${encodeURIComponent(name)}/credentials/${encodeURIComponent(id)}`);
  }

  async removeSender(name: string): Promise<void> {
    await this.change('DELETE', `senders/${encodeURIComponent(name)}`);
  }

  async deadLetters(size: number, skip: number, signal?: AbortSignal): Promise<DeadLetters> {
    return deadLettersOf(await this.get('dead-letters', { size: String(size), skip: String(skip) }, signal));
  }

  /** Sends some again, or all that were refused before a time. */
  async resendDeadLetters(which: { readonly ids: readonly string[] } | { readonly before: string }): Promise<Resent> {
    return resentOf(await (await this.change('POST', 'dead-letters/resend', which)).json());
  }

  /** A call that changes something; it counts as done only when the engine says so. */
  async change(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Response> {
    const response = await this.send(path, {
      method,
      headers: { 'X-CSRF-Token': this.csrfToken, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) {
      throw await this.refused(response);
    }
    return response;
  }

  private async stream(path: string, signal: AbortSignal, opened: () => void, each: (type: string, data: unknown) => void, heard: () => void = () => {}): Promise<void> {
    const response = await this.send(path, { signal, headers: { Accept: 'text/event-stream' } });
    if (!response.ok || !response.body) {
      throw await this.refused(response);
    }
    opened();
    const parser = new EventStreamParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let read = await unbroken(reader.read(), signal); !read.done; read = await unbroken(reader.read(), signal)) {
      heard();
      for (const event of parser.push(read.value)) {
        each(event.type, JSON.parse(event.data));
      }
    }
  }

  async get<T>(path: string, params: Record<string, string>, signal?: AbortSignal): Promise<T> {
    const search = new URLSearchParams(params).toString();
    return this.read<T>(await this.send(search ? `${path}?${search}` : path, { signal }), signal);
  }

  private async send(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(`/api/v1/${path}`, { credentials: 'same-origin', cache: 'no-store', ...init });
    } catch (failure) {
      if (init.signal?.aborted) {
        throw failure;
      }
      throw new Problem(0, 'The engine does not answer', 'Check that this machine reaches it and that it runs; the page tries again by itself.');
    }
  }

  private async read<T>(response: Response, signal?: AbortSignal): Promise<T> {
    if (!response.ok) {
      throw await this.refused(response);
    }
    return (await unbroken(response.json(), signal)) as T;
  }

  private async refused(response: Response): Promise<Problem> {
    if (response.status === 401) {
      this.onSignedOut();
    }
    return problemOf(response);
  }

  remember(session: Session): Session {
    this.csrfToken = session.csrfToken;
    return session;
  }
}

/** Whatever was thrown, as a problem to show. */
export function asProblem(failure: unknown): Problem {
  if (failure instanceof Problem) {
    return failure;
  }
  return new Problem(-1, 'The page met something unexpected', failure instanceof Error ? failure.message : String(failure));
}

export const api = new Api();
