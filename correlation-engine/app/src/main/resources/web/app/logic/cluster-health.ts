import type { ClusterState, IncidentItem, NodeState, Receiver, ResourceState, Silence } from '../model';
import { beganAt } from './durations';
import { millisOf } from './format';
import { kindWords, redundancyWords } from './incident-words';

/** How bad it is with a cluster, and why in a word. Pure. */
export type Grade = 'down' | 'split' | 'degraded' | 'risk' | 'unknown' | 'ok';

export const GRADES: readonly Grade[] = ['down', 'split', 'degraded', 'risk', 'unknown', 'ok'];

export interface ClusterHealth {
  readonly cluster: ClusterState;
  readonly grade: Grade;
  /** One or two words, to be read from across a room. */
  readonly word: string;
  /** The most important sentence about it. */
  readonly reason: string;
  /** Its open incidents, worst first. */
  readonly incidents: readonly IncidentItem[];
  /** All that is open was asked for by people. */
  readonly planned: boolean;
}

const WORDS: Record<Grade, string> = { down: 'DOWN', split: 'SPLIT BRAIN', degraded: 'DEGRADED', risk: 'AT RISK', unknown: 'NOT KNOWN', ok: 'READY' };
const SERVING = new Set(['primary', 'alone']);
/** Clocks further apart than that are a warning, and than the second critical: what SafeKit itself asks for. */
export const CLOCK_WARN_MILLIS = 1000;
export const CLOCK_CRITICAL_MILLIS = 5000;

export const serves = (node: NodeState): boolean => SERVING.has(node.role);

const badness = (incident: IncidentItem): number => ['down', 'degraded', 'restored'].indexOf(incident.state) + (incident.planned ? 0.5 : 0);

export function healthOf(cluster: ClusterState, open: readonly IncidentItem[]): ClusterHealth {
  const incidents = open.filter((incident) => incident.cluster === cluster.name).sort((one, other) => badness(one) - badness(other));
  const lasting = incidents.filter(({ state }) => state === 'down' || state === 'degraded');
  const grade = gradeOf(cluster, lasting);
  return {
    cluster, grade, word: WORDS[grade], incidents,
    reason: reasonOf(grade, cluster, lasting),
    planned: lasting.length > 0 && lasting.every(({ planned }) => planned),
  };
}

function gradeOf(cluster: ClusterState, lasting: readonly IncidentItem[]): Grade {
  const judged = cluster.nodes.filter(({ role }) => role !== 'unknown');
  const nobody = judged.length > 0 && judged.length === cluster.nodes.length && !judged.some(serves);
  if (lasting.some(({ kind }) => kind === 'split-brain')) {
    return 'split';
  }
  if (nobody || lasting.some(({ state }) => state === 'down')) {
    return 'down';
  }
  if (cluster.redundancy === 'lost' || cluster.redundancy === 'out-of-sync' || lasting.length > 0) {
    return 'degraded';
  }
  if (cluster.readiness.verdict === 'no' || cluster.redundancy === 'syncing') {
    return 'risk';
  }
  return cluster.readiness.verdict === 'yes' ? 'ok' : 'unknown';
}

function reasonOf(grade: Grade, cluster: ClusterState, lasting: readonly IncidentItem[]): string {
  const first = cluster.readiness.reasons[0] ?? '';
  if (lasting.length > 0 && grade !== 'risk') {
    return lasting[0].summary || kindWords(lasting[0].kind);
  }
  switch (grade) {
    case 'down':
      return 'No node serves.';
    case 'degraded':
      return first || `${redundancyWords(cluster.redundancy)}.`;
    case 'unknown':
      return first || 'What came in so far does not tell whether a failover would work.';
    case 'split':
    case 'risk':
    case 'ok':
      return first;
  }
}

/** Worst first; of two as bad, the one that nobody planned, then by name. */
export function worstFirst(clusters: readonly ClusterState[], open: readonly IncidentItem[]): ClusterHealth[] {
  return clusters.map((cluster) => healthOf(cluster, open)).sort((one, other) =>
    GRADES.indexOf(one.grade) - GRADES.indexOf(other.grade) || Number(one.planned) - Number(other.planned) || one.cluster.name.localeCompare(other.cluster.name));
}

export type NodeGrade = 'serving' | 'standby' | 'alone' | 'waiting' | 'stopped' | 'unknown';

/** What a node does at the moment, for its look. */
export function nodeGrade(node: NodeState): NodeGrade {
  switch (node.role) {
    case 'primary':
      return 'serving';
    case 'secondary':
      return 'standby';
    case 'alone':
    case 'waiting':
    case 'stopped':
      return node.role;
    default:
      return 'unknown';
  }
}

/** Whether a resource is not as it should be. An address is rightly not on a node that does not serve. */
export function isMissing(resource: ResourceState, node: NodeState): boolean {
  return !resource.up && (resource.type !== 'address' || ['serving', 'alone'].includes(nodeGrade(node)));
}

/** A clock that may as well be right is no warning. */
export function clockGrade(node: NodeState): 'ok' | 'warn' | 'critical' | 'unknown' {
  if (node.clockOffsetMillis === null) {
    return 'unknown';
  }
  const size = Math.abs(node.clockOffsetMillis);
  if (size <= (node.clockUncertaintyMillis ?? 0)) {
    return 'ok';
  }
  return size >= CLOCK_CRITICAL_MILLIS ? 'critical' : size >= CLOCK_WARN_MILLIS ? 'warn' : 'ok';
}

export interface SiteHealth {
  readonly name: string;
  readonly nodes: number;
  readonly bad: number;
  /** Every node of it is gone. */
  readonly lost: boolean;
}

/** Whether a node neither serves nor stands by. Where no node of a cluster is known, nothing follows from not knowing one. */
export function isOut(node: NodeState, cluster: ClusterState): boolean {
  return node.silent || node.role === 'stopped' || node.role === 'waiting' || (node.role === 'unknown' && cluster.nodes.some(({ role }) => role !== 'unknown'));
}

/** The columns of the overview: the sites as named, then others that nodes name. Nodes without a site have no column. */
export function siteColumns(sites: readonly string[], clusters: readonly ClusterState[]): SiteHealth[] {
  const nodes = clusters.flatMap((cluster) => cluster.nodes.map((node) => ({ site: node.site, out: isOut(node, cluster) })));
  const names = [...new Set([...sites, ...nodes.map(({ site }) => site).filter((site) => site !== '').sort()])].filter((name) => name !== '');
  return names.map((name) => {
    const here = nodes.filter(({ site }) => site === name);
    const bad = here.filter(({ out }) => out).length;
    return { name, nodes: here.length, bad, lost: here.length > 0 && bad === here.length };
  });
}

/** The overview in a sentence. */
export function verdictOf(health: readonly ClusterHealth[]): { grade: Grade; title: string } {
  const of = (grades: readonly Grade[]): number => health.filter(({ grade }) => grades.includes(grade)).length;
  const clusters = (size: number): string => `${size} ${size === 1 ? 'cluster' : 'clusters'}`;
  const all = health.length;
  if (of(['down', 'split']) > 0) {
    const down = of(['down']);
    const split = of(['split']);
    return { grade: down > 0 ? 'down' : 'split', title: [down > 0 ? `${clusters(down)} without service` : '', split > 0 ? `${clusters(split)} with split brain` : ''].filter((part) => part !== '').join(', ') };
  }
  if (of(['degraded']) > 0) {
    return { grade: 'degraded', title: `All serve, but ${clusters(of(['degraded']))} would not bear a failure` };
  }
  if (of(['risk']) > 0) {
    return { grade: 'risk', title: `All serve, but a failover of ${clusters(of(['risk']))} might not work` };
  }
  if (of(['unknown']) > 0) {
    return { grade: 'unknown', title: of(['unknown']) === all ? 'Not enough is known yet to tell' : `${clusters(of(['ok']))} ready; of ${clusters(of(['unknown']))} not enough is known yet` };
  }
  return { grade: 'ok', title: all === 1 ? 'The cluster serves and would bear a failure' : `All ${all} clusters serve and would bear a failure` };
}

/** Those of the incidents that lasted at an instant, in the state that they were in then. */
export function asOf(incidents: readonly IncidentItem[], atMillis: number): IncidentItem[] {
  const after = (iso: string | undefined): boolean => iso === undefined || millisOf(iso) > atMillis;
  return incidents.flatMap((incident) => {
    const { restored, redundant } = incident.instants;
    const over = incident.state === 'closed' || incident.state === 'restored';
    const ended = over && !after((redundant ?? restored ?? incident.instants.fault)?.time);
    if (millisOf(beganAt(incident)) > atMillis || ended) {
      return [];
    }
    const down = restored ? after(restored.time) : incident.state === 'down';
    return [{ ...incident, state: down ? 'down' : 'degraded' }];
  });
}

/** The silence that holds messages about a cluster back the longest at that instant, if any. One for some kinds only counts as well. */
export function silenceOn(cluster: string, silences: readonly Silence[], atMillis: number): Silence | undefined {
  return silences.filter((silence) => (silence.cluster === '*' || silence.cluster === cluster) && millisOf(silence.from) <= atMillis && millisOf(silence.to) > atMillis)
    .sort((one, other) => millisOf(other.to) - millisOf(one.to))[0];
}

/** Receivers that cannot be relied on: the last message or the last proof did not arrive. */
export function deafReceivers(receivers: readonly Receiver[]): Receiver[] {
  return receivers.filter(({ lastError, proof }) => lastError !== null || proof?.ok === false);
}
