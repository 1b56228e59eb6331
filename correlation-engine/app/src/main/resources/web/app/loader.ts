import { asProblem, type Problem } from './api';

/**
 * One thing that is loaded: a newer load cancels the older, and the last value stays while the next is on its way, so that nothing
 * jumps. Calls `changed` whenever something to show has changed.
 */
export class Loader<T> {
  value: T | undefined;
  problem: Problem | undefined;
  loading = false;
  private abort: AbortController | undefined;

  constructor(private readonly changed: () => void) {}

  async load(fetcher: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.cancel();
    const abort = new AbortController();
    this.abort = abort;
    this.loading = true;
    this.changed();
    try {
      const value = await fetcher(abort.signal);
      if (abort.signal.aborted) {
        return;
      }
      this.value = value;
      this.problem = undefined;
    } catch (failure) {
      if (abort.signal.aborted) {
        return;
      }
      const problem = asProblem(failure);
      // Signed out: what is shown stays under the sign-in, and is loaded again after it.
      this.problem = problem.status === 401 ? this.problem : problem;
    }
    this.loading = false;
    this.changed();
  }

  cancel(): void {
    this.abort?.abort();
    this.abort = undefined;
    this.loading = false;
  }

  clear(): void {
    this.cancel();
    this.value = undefined;
    this.problem = undefined;
    this.changed();
  }
}
