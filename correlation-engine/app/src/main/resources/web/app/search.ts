import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { api, type Entry, type Facets, type Histogram } from './api';
import { Loader } from './loader';
import { compose } from './logic/query';
import type { ViewState } from './state';

/** Entries per request: two screens of a large monitor. */
const PAGE_SIZE = 100;
/** Entries the list keeps; beyond it a narrower range serves better, and the list says so. */
export const MAX_ENTRIES = 5000;
const FACET_SIZE = 10;
export const FACETS = ['severity', 'site', 'layer', 'component', 'host'] as const;

export interface Hits {
  readonly pages: readonly (readonly Entry[])[];
  readonly total: number;
  readonly totalIsLowerBound: boolean;
  readonly incomplete?: boolean;
  readonly tookMillis: number;
  readonly next: string;
}

/** Asks the three questions of a search independently: entries, histogram, facets. */
export class Search implements ReactiveController {
  readonly hits: Loader<Hits>;
  readonly more: Loader<Hits>;
  readonly histogram: Loader<Histogram>;
  readonly facets: Loader<Facets>;
  private state: ViewState | undefined;

  constructor(host: ReactiveControllerHost) {
    host.addController(this);
    const changed = (): void => host.requestUpdate();
    this.hits = new Loader(changed);
    this.more = new Loader(changed);
    this.histogram = new Loader(changed);
    this.facets = new Loader(changed);
  }

  hostDisconnected(): void {
    [this.hits, this.more, this.histogram, this.facets].forEach((loader) => loader.cancel());
  }

  run(state: ViewState): void {
    this.state = state;
    const ask = { query: compose(state.query, state.filters).query, from: state.from, to: state.to };
    this.more.clear();
    void this.facets.load((signal) => api.facets(ask, FACETS, FACET_SIZE, signal));
    if (state.live) {
      this.hits.cancel();
      this.histogram.cancel();
      return;
    }
    void this.hits.load(async (signal) => {
      const page = await api.entries(ask, state.order, '', PAGE_SIZE, signal);
      return { ...page, pages: [page.entries], next: page.next ?? '' };
    });
    void this.histogram.load((signal) => api.histogram(ask, 80, signal));
  }

  /** The next page, once, while there is one. */
  loadMore(): void {
    const shown = this.hits.value;
    const state = this.state;
    if (!shown || !state || shown.next === '' || this.more.loading || this.hits.loading || this.isFull(shown)) {
      return;
    }
    const ask = { query: compose(state.query, state.filters).query, from: state.from, to: state.to };
    void this.more.load(async (signal) => {
      const page = await api.entries(ask, state.order, shown.next, PAGE_SIZE, signal);
      const grown = { ...shown, pages: [...shown.pages, page.entries], next: page.next ?? '' };
      this.hits.value = grown;
      return grown;
    });
  }

  isFull(hits: Hits): boolean {
    return hits.pages.length * PAGE_SIZE >= MAX_ENTRIES;
  }
}
