import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { api, asProblem, type Disk, type Part } from './api';

const CALM_MILLIS = 20_000;
const ALERT_MILLIS = 4_000;
/** Parts without which a search fails. */
const NEEDED = new Set(['opensearch', 'correlation-engine']);
/** A first suspicion is looked into at once; one that comes back soon after all seemed well waits, so that nobody is pestered. */
const FIRST_LOOK_MILLIS = 500;
const SOON_MILLIS = 15_000;
/** A status that takes longer is as good as none. */
const TIMEOUT_MILLIS = 6_000;

/** Watches whether the engine and its store answer; asks more often while they do not, and tells when they are back. */
export class Health implements ReactiveController {
  /** Parts that are down; empty when all is well. */
  down: readonly Part[] = [];
  /** The disk, where something has to be done about it. */
  disk: Disk | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private suspected = false;
  private running = false;
  private recoveredAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly recovered: () => void,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  start(): void {
    if (!this.running) {
      this.running = true;
      void this.check();
    }
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.timer);
  }

  /** A call failed in a way that passes: look now, and report the recovery even if the next look finds all well. */
  suspect(): void {
    if (!this.suspected) {
      this.suspected = true;
      clearTimeout(this.timer);
      const again = performance.now() - this.recoveredAt < SOON_MILLIS;
      this.timer = setTimeout(() => void this.check(), again ? ALERT_MILLIS : FIRST_LOOK_MILLIS);
    }
  }

  private async check(): Promise<void> {
    clearTimeout(this.timer);
    try {
      const { parts, disk } = await api.status(AbortSignal.timeout(TIMEOUT_MILLIS));
      this.down = parts.filter((part) => !part.up);
      this.disk = disk && disk.step !== 'enough' ? disk : undefined;
    } catch (failure) {
      const late = failure instanceof DOMException && failure.name === 'TimeoutError';
      const problem = asProblem(failure);
      this.down = problem.status === 401 ? [] : [{ name: 'correlation-engine', up: false, detail: late ? 'does not answer in time' : problem.title }];
    }
    if (!this.running) {
      return;
    }
    if (this.down.some((part) => NEEDED.has(part.name))) {
      this.suspected = true;
    } else if (this.suspected) {
      this.suspected = false;
      this.recoveredAt = performance.now();
      this.recovered();
    }
    this.host.requestUpdate();
    this.timer = setTimeout(() => void this.check(), this.down.length > 0 ? ALERT_MILLIS : CALM_MILLIS);
  }
}
