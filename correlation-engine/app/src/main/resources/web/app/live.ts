import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { api, asProblem, type Problem } from './api';
import { clusterOf, itemOf, type ClusterState, type IncidentItem, type Receiver, type Silence } from './model';

export type Link = 'connecting' | 'open' | 'lost';

const RETRY_MILLIS = [500, 1000, 2000, 5000, 10_000];
/** The engine says something each 10 s; two misses in a row and a little more mean that the connection is dead though nobody closed it. */
const DEAD_MILLIS = 25_000;
const WATCH_MILLIS = 1000;
/** Events tell what changes; what ceased to be, such as an incident that another took in, is seen by looking again. */
const REFRESH_MILLIS = 60_000;
/** The engine may still be reading its signals back. */
const FAILED_MILLIS = 3000;
const OPEN_SIZE = 200;

/**
 * Clusters and open incidents as they are now: loaded once, kept up to date by the engine's events, loaded again after each loss of the
 * connection, since events of that time are gone.
 */
export class Live implements ReactiveController {
  clusters: readonly ClusterState[] | undefined;
  sites: readonly string[] = [];
  open: readonly IncidentItem[] | undefined;
  /** Who is told of incidents, and when nobody is; empty while that is not known. */
  receivers: readonly Receiver[] = [];
  silences: readonly Silence[] = [];
  link: Link = 'connecting';
  problem: Problem | undefined;
  /** Last sign of life, epoch milliseconds; 0 before the first. */
  heardAt = 0;
  private readonly watchers = new Set<(incident: IncidentItem | undefined) => void>();
  private abort: AbortController | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private watchTimer: ReturnType<typeof setInterval> | undefined;
  private failures = 0;
  private loadedAt = 0;
  /** Events since a load began that has not ended: what it brings may be older than they are. */
  private meanwhile: [string, unknown][] | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  /** Whether any cluster or incident is known; undefined before one could know. */
  get any(): boolean | undefined {
    return this.clusters && this.open ? this.clusters.length + this.open.length > 0 : undefined;
  }

  incident(id: string): IncidentItem | undefined {
    return this.open?.find((incident) => incident.id === id);
  }

  /** Calls with each incident that changed, and with undefined when everything may have. Returns how to stop that. */
  watch(changed: (incident: IncidentItem | undefined) => void): () => void {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  }

  start(): void {
    if (this.watchTimer === undefined) {
      this.watchTimer = setInterval(() => this.look(), WATCH_MILLIS);
      void this.connect();
    }
  }

  stop(): void {
    clearInterval(this.watchTimer);
    clearTimeout(this.retryTimer);
    this.watchTimer = undefined;
    this.abort?.abort();
  }

  /** Loads all again, and connects at once where there is no connection. */
  async retry(): Promise<void> {
    if (this.link === 'lost') {
      await this.connect();
    } else {
      await this.load();
    }
  }

  private look(): void {
    if (this.link === 'open' && Date.now() - this.heardAt > DEAD_MILLIS) {
      this.abort?.abort();
      this.lose();
    } else if (this.link === 'open' && Date.now() - this.loadedAt > (this.problem ? FAILED_MILLIS : REFRESH_MILLIS)) {
      void this.load();
    }
  }

  private async connect(): Promise<void> {
    clearTimeout(this.retryTimer);
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    try {
      await api.events(abort.signal, () => this.opened(), (type, data) => this.take(type, data), () => (this.heardAt = Date.now()));
    } catch (failure) {
      if (!abort.signal.aborted) {
        this.problem = asProblem(failure);
      }
    }
    if (!abort.signal.aborted) {
      this.lose();
    }
  }

  private lose(): void {
    this.link = 'lost';
    this.host.requestUpdate();
    if (this.watchTimer === undefined || this.problem?.status === 401) {
      return;
    }
    if (this.clusters === undefined) {
      void this.load();
    }
    this.retryTimer = setTimeout(() => void this.connect(), RETRY_MILLIS[Math.min(this.failures++, RETRY_MILLIS.length - 1)]);
  }

  private opened(): void {
    this.link = 'open';
    this.heardAt = Date.now();
    void this.load();
  }

  private async load(): Promise<void> {
    this.loadedAt = Date.now();
    const meanwhile: [string, unknown][] = [];
    this.meanwhile = meanwhile;
    try {
      const [known, open, receivers, silences] = await Promise.all([
        api.clusters(), api.incidents({ state: 'open', cluster: '', from: '', to: '' }, OPEN_SIZE, ''), api.receivers().catch(() => this.receivers), api.silences().catch(() => this.silences),
      ]);
      if (this.meanwhile !== meanwhile) {
        return; // a later load is on its way
      }
      this.clusters = known.clusters;
      this.sites = known.sites;
      this.open = open.incidents;
      this.receivers = receivers;
      this.silences = silences;
      this.problem = undefined;
      this.failures = 0;
      this.heardAt = Date.now();
      this.meanwhile = undefined;
      meanwhile.forEach(([type, data]) => this.apply(type, data));
      this.watchers.forEach((changed) => changed(undefined));
    } catch (failure) {
      this.problem = asProblem(failure);
    }
    this.host.requestUpdate();
  }

  private take(type: string, data: unknown): void {
    this.meanwhile?.push([type, data]);
    this.apply(type, data);
  }

  private apply(type: string, data: unknown): void {
    if (type === 'cluster') {
      const cluster = clusterOf(data);
      const others = (this.clusters ?? []).filter(({ name }) => name !== cluster.name);
      this.clusters = [...others, cluster];
      this.sites = [...new Set([...this.sites, ...cluster.nodes.map(({ site }) => site).filter((site) => site !== '')])];
    } else if (type === 'incident') {
      const incident = itemOf(data);
      const others = (this.open ?? []).filter(({ id }) => id !== incident.id);
      this.open = incident.state === 'closed' ? others : [incident, ...others];
      this.watchers.forEach((changed) => changed(incident));
    }
    this.host.requestUpdate();
  }
}
