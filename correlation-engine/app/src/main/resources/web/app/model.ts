import type { Loss, Series, Source, SourceDetail, SourceGap } from './logic/sources';

/** What the engine says of clusters and incidents, as the page uses it. Everything in it is untrusted text; what the engine left out is empty. */
export interface Moment {
  readonly time: string;
  readonly uncertaintyMillis: number;
  /** No line states it; it follows from others. */
  readonly inferred: boolean;
  readonly evidence: readonly string[];
}

export const INSTANTS = ['lastGood', 'fault', 'detected', 'decided', 'restored', 'redundant'] as const;
export type InstantName = (typeof INSTANTS)[number];
export type Instants = { readonly [name in InstantName]: Moment | null };

export const DURATIONS = ['detectionMillis', 'takeoverMillis', 'withoutServiceMillis', 'withoutRedundancyMillis'] as const;
export type DurationName = (typeof DURATIONS)[number];
export type Durations = { readonly [name in DurationName]: number | null };

export interface IncidentItem {
  readonly id: string;
  readonly revision: number;
  readonly kind: string;
  readonly state: string;
  readonly provisional: boolean;
  readonly planned: boolean;
  readonly cluster: string;
  readonly site: string;
  readonly failedNodes: readonly string[];
  readonly servingNode: string;
  readonly product: string;
  readonly summary: string;
  readonly nextStep: string;
  readonly opened: string;
  readonly instants: Instants;
  readonly durations: Durations;
  readonly acknowledged: { readonly by: string; readonly at: string } | null;
  readonly handedTo: string | null;
  readonly notes: number;
}

export interface Cause {
  readonly id: string;
  readonly sentence: string;
  readonly weight: number;
  readonly evidence: readonly string[];
}

export interface Gap {
  readonly what: string;
  readonly subject: string;
  readonly from: string;
  readonly to: string | null;
  readonly sentence: string;
}

export interface Evidence {
  readonly id: string;
  readonly kind: string;
  readonly step: string;
  /** Corrected by the clock's offset. */
  readonly time: string;
  /** As the source wrote it. */
  readonly storedTime: string;
  readonly observed: string;
  readonly uncertaintyMillis: number;
  readonly clockOffsetMillis: number | null;
  readonly node: string;
  readonly layer: string;
  readonly component: string;
  readonly resource: string;
  readonly source: string;
  readonly text: string;
  readonly sha256: string;
}

export interface Note {
  readonly by: string;
  readonly at: string;
  readonly text: string;
}

export interface Incident extends Omit<IncidentItem, 'notes'> {
  readonly causes: readonly Cause[];
  readonly gaps: readonly Gap[];
  readonly evidence: readonly Evidence[];
  readonly evidenceDropped: number;
  readonly notes: readonly Note[];
  readonly revisions: readonly { readonly revision: number; readonly at: string; readonly what: readonly string[] }[];
  readonly audit: readonly AuditEntry[];
  readonly notifications: readonly { readonly receiver: string; readonly reason: string; readonly state: string; readonly at: string; readonly error: string }[];
}

export interface AuditEntry {
  readonly at: string;
  readonly by: string;
  readonly action: string;
  /** Id of the incident that it was about, or empty. */
  readonly incident: string;
  readonly detail: string;
}

export interface ResourceState {
  readonly name: string;
  readonly type: string;
  readonly up: boolean;
  readonly since: string;
}

export interface NodeState {
  readonly name: string;
  readonly site: string;
  readonly role: string;
  readonly productRole: string;
  readonly state: string;
  readonly since: string;
  readonly seen: string;
  readonly silent: boolean;
  readonly clockOffsetMillis: number | null;
  readonly clockUncertaintyMillis: number | null;
  readonly resources: readonly ResourceState[];
}

export interface ClusterState {
  readonly name: string;
  readonly product: string;
  readonly redundancy: string;
  readonly readiness: { readonly verdict: string; readonly reasons: readonly string[] };
  readonly asOf: string;
  readonly openIncidents: readonly string[];
  readonly nodes: readonly NodeState[];
}

export interface Silence {
  readonly id: string;
  readonly cluster: string;
  readonly kinds: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly by: string;
  readonly maintenance: boolean;
}

export interface Receiver {
  readonly name: string;
  readonly type: string;
  readonly target: string;
  readonly lastSent: string | null;
  readonly lastError: string | null;
  readonly proof: { readonly at: string; readonly ok: boolean } | null;
}

type Raw = Record<string, unknown>;

const raw = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '');
const orNull = (value: unknown): string | null => (text(value) === '' ? null : text(value));
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const numberOrNull = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const texts = (value: unknown): string[] => list(value).map(text);
/** A text, or an object of which one member tells most. */
const said = (value: unknown, member: string): string => text(value) || text(raw(value)[member]);

function momentOf(value: unknown): Moment | null {
  const moment = raw(value);
  return text(moment.time) === '' ? null
    : { time: text(moment.time), uncertaintyMillis: number(moment.uncertaintyMillis), inferred: moment.inferred === true, evidence: texts(moment.evidence) };
}

export function itemOf(value: unknown): IncidentItem {
  const item = raw(value);
  const acknowledged = raw(item.acknowledged);
  return {
    id: text(item.id), revision: number(item.revision), kind: text(item.kind), state: text(item.state),
    provisional: item.provisional === true, planned: item.planned === true,
    cluster: text(item.cluster), site: text(item.site), failedNodes: texts(item.failedNodes), servingNode: text(item.servingNode), product: text(item.product),
    summary: text(item.summary), nextStep: text(item.nextStep), opened: text(item.opened),
    instants: Object.fromEntries(INSTANTS.map((name) => [name, momentOf(raw(item.instants)[name])])) as Instants,
    durations: Object.fromEntries(DURATIONS.map((name) => [name, numberOrNull(raw(item.durations)[name])])) as Durations,
    acknowledged: text(acknowledged.by) === '' ? null : { by: text(acknowledged.by), at: text(acknowledged.at) },
    handedTo: orNull(item.handedTo), notes: Array.isArray(item.notes) ? item.notes.length : number(item.notes),
  };
}

export function evidenceOf(value: unknown): Evidence {
  const item = raw(value);
  return {
    id: text(item.id), kind: text(item.kind), step: text(item.step), time: text(item.time), storedTime: text(item.storedTime) || text(item.time), observed: text(item.observed),
    uncertaintyMillis: number(item.uncertaintyMillis), clockOffsetMillis: numberOrNull(item.clockOffsetMillis), node: text(item.node), layer: text(item.layer),
    component: text(item.component), resource: text(item.resource), source: text(item.source), text: text(item.text), sha256: text(item.sha256),
  };
}

export function auditOf(value: unknown): AuditEntry {
  const item = raw(value);
  return { at: text(item.at), by: text(item.by), action: text(item.action), incident: text(item.incident), detail: text(item.text) || text(item.detail) };
}

export function incidentOf(value: unknown): Incident {
  const item = raw(value);
  return {
    ...itemOf(value),
    causes: list(item.causes).map(raw).map((cause) => ({ id: text(cause.id), sentence: text(cause.sentence), weight: number(cause.weight), evidence: texts(cause.evidence) })),
    gaps: list(item.gaps).map(raw).map((gap) => ({ what: text(gap.what), subject: text(gap.subject), from: said(gap.from, 'time'), to: said(gap.to, 'time') || null, sentence: text(gap.sentence) })),
    evidence: list(item.evidence).map(evidenceOf),
    evidenceDropped: number(item.evidenceDropped),
    notes: list(item.notes).map(raw).map((note) => ({ by: text(note.by), at: text(note.at), text: text(note.text) })),
    revisions: list(item.revisions).map(raw).map((revision) => ({ revision: number(revision.revision), at: text(revision.at), what: texts(revision.what) })),
    audit: list(item.audit).map(auditOf),
    notifications: list(item.notifications).map(raw).map((sent) => ({ receiver: text(sent.receiver), reason: text(sent.reason), state: text(sent.state), at: text(sent.at), error: text(sent.error) })),
  };
}

export function clusterOf(value: unknown): ClusterState {
  const cluster = raw(value);
  const readiness = raw(cluster.readiness);
  return {
    name: text(cluster.name), product: text(cluster.product), redundancy: text(cluster.redundancy) || 'unknown', asOf: text(cluster.asOf),
    readiness: { verdict: text(readiness.verdict) || 'unknown', reasons: texts(readiness.reasons) },
    openIncidents: texts(cluster.openIncidents),
    nodes: list(cluster.nodes).map(raw).map((node) => ({
      name: text(node.name), site: text(node.site), role: text(node.role) || 'unknown', productRole: text(node.productRole), state: text(node.state), since: text(node.since),
      seen: text(node.seen), silent: node.silent === true, clockOffsetMillis: numberOrNull(node.clockOffsetMillis), clockUncertaintyMillis: numberOrNull(node.clockUncertaintyMillis),
      resources: list(node.resources).map(raw).map((resource) => ({ name: text(resource.name), type: text(resource.type), up: resource.up === true, since: text(resource.since) })),
    })),
  };
}

export function silenceOf(value: unknown): Silence {
  const silence = raw(value);
  return {
    id: text(silence.id), cluster: text(silence.cluster) || '*', kinds: texts(silence.kinds), from: text(silence.from), to: text(silence.to),
    reason: text(silence.reason), by: text(silence.by), maintenance: silence.maintenance === true,
  };
}

export function receiverOf(value: unknown): Receiver {
  const receiver = raw(value);
  const proof = raw(receiver.proof);
  return {
    name: text(receiver.name), type: text(receiver.type), target: text(receiver.target), lastSent: said(receiver.lastSent, 'at') || null,
    lastError: said(receiver.lastError, 'error') || said(receiver.lastError, 'detail') || null,
    proof: text(proof.at) === '' ? null : { at: text(proof.at), ok: proof.ok === true },
  };
}

export function sourceOf(value: unknown): Source {
  const source = raw(value);
  return {
    source: text(source.source), host: text(source.host), receiver: text(source.receiver), site: text(source.site), node: text(source.node), peer: text(source.peer),
    firstSeen: text(source.firstSeen), lastSeen: text(source.lastSeen), entries: number(source.entries), bytes: number(source.bytes), refused: number(source.refused),
    perSecond: number(source.perSecond), quietSeconds: number(source.quietSeconds), allowedSeconds: numberOrNull(source.allowedSeconds),
    usualSeconds: numberOrNull(source.usualSeconds), declared: source.declared === true, silent: source.silent === true,
    clockOffsetSeconds: numberOrNull(source.clockOffsetSeconds), clockUncertaintySeconds: numberOrNull(source.clockUncertaintySeconds),
    counting: text(source.counting), missing: number(source.missing), gaps: number(source.gaps),
  };
}

export function lossOf(value: unknown): Loss {
  const loss = raw(value);
  return {
    where: text(loss.where), records: number(loss.records), bytes: number(loss.bytes), after: text(loss.after), before: text(loss.before),
    sources: texts(loss.sources), reason: text(loss.reason),
  };
}

export function sourceDetailOf(value: unknown): SourceDetail {
  return { source: sourceOf(raw(value).source), series: listOf(value, 'series', seriesOf), gaps: listOf(value, 'gaps', gapOf) };
}

function seriesOf(value: unknown): Series {
  const series = raw(value);
  return {
    name: text(series.name), how: text(series.how), last: number(series.last), believed: series.believed === true, missing: number(series.missing),
    late: number(series.late), duplicates: number(series.duplicates), restarts: number(series.restarts), wraps: number(series.wraps),
  };
}

function gapOf(value: unknown): SourceGap {
  const gap = raw(value);
  return {
    id: number(gap.id), series: text(gap.series), from: number(gap.from), to: number(gap.to), missing: number(gap.missing), ranges: text(gap.ranges),
    after: text(gap.after), before: text(gap.before), told: gap.told === true,
  };
}

/** Members of an answer that is a list, or an object that holds one. */
export function listOf<T>(value: unknown, member: string, read: (item: unknown) => T): T[] {
  return list(Array.isArray(value) ? value : raw(value)[member]).map(read);
}

export const nextOf = (value: unknown): string => text(raw(value).next);
export const sitesOf = (value: unknown): string[] => texts(raw(value).sites);

export interface SenderCredential {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly created: string;
  /** Empty: never. */
  readonly expires: string;
  readonly lastSeen: { readonly at: string; readonly peer: string; readonly door: string } | undefined;
}

/** Somebody who may send. */
export interface Sender {
  readonly name: string;
  readonly site: string;
  readonly cluster: string;
  readonly node: string;
  readonly addresses: readonly string[];
  readonly credentials: readonly SenderCredential[];
}

/** A new credential with its secret; what its kind has not is empty. */
export interface CredentialSecret {
  readonly sender: string;
  readonly kind: string;
  readonly token: string;
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
  readonly pkcs12: string;
  readonly pkcs12Password: string;
}

export function senderOf(value: unknown): Sender {
  const item = raw(value);
  return {
    name: text(item.name), site: text(item.site), cluster: text(item.cluster), node: text(item.node), addresses: texts(item.addresses),
    credentials: list(item.credentials).map(raw).map((one) => {
      const seen = raw(one.lastSeen);
      return {
        id: text(one.id), kind: text(one.kind), state: text(one.state), created: text(one.created), expires: text(one.expires),
        lastSeen: text(seen.at) === '' ? undefined : { at: text(seen.at), peer: text(seen.peer), door: text(seen.door) },
      };
    }),
  };
}

export function secretOf(value: unknown): CredentialSecret {
  const item = raw(value);
  return {
    sender: text(item.sender), kind: text(item.kind), token: text(item.token), certificate: text(item.certificate), key: text(item.key),
    authority: text(item.authority), pkcs12: text(item.pkcs12), pkcs12Password: text(item.pkcs12Password),
  };
}
