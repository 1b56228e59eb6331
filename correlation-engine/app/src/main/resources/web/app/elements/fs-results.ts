import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { api, asProblem, type Entry, type Problem } from '../api';
import { emit } from '../events';
import { count } from '../logic/format';
import { compose } from '../logic/query';
import { markPattern, searchWords } from '../logic/words';
import { MAX_ENTRIES, type Hits } from '../search';
import { START, type ViewState } from '../state';
import type { EntryList } from './keys';
import { listStyles, renderNothingFound, renderProblem, renderSkeleton } from './list-states';
import { controls } from './styles';
import { rowColumns } from './fs-rows';

/** Pixels before the end of the list at which the next page is asked for. */
const AHEAD_PIXELS = 1200;

/** The entries that were found, newest first, the next page on the way before one reaches the end. */
export class FsResults extends LitElement implements EntryList {
  static override styles = [controls, rowColumns, listStyles, css`a.export { color: var(--accent); text-underline-offset: 2px; }`];
  static override properties = {
    view: {}, hits: {}, exact: {}, loading: {}, problem: {}, loadingMore: {}, moreProblem: {}, selected: { state: true }, linked: { state: true }, linkProblem: { state: true },
  };
  declare view: ViewState;
  declare hits: Hits | undefined;
  /** How many there are where the hits only know a lower bound. */
  declare exact: number | undefined;
  declare loading: boolean;
  declare problem: Problem | undefined;
  declare loadingMore: boolean;
  declare moreProblem: Problem | undefined;
  declare selected: string;
  /** The open entry where it is not in the list, as after following a link. */
  declare linked: Entry | undefined;
  declare linkProblem: Problem | undefined;
  private pattern: RegExp | undefined;
  private sought = '';

  constructor() {
    super();
    this.view = START;
    this.loading = false;
    this.loadingMore = false;
    this.selected = '';
    this.addEventListener('fs-select', (event) => (this.selected = (event as CustomEvent<string>).detail));
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('view') as ViewState | undefined;
    if (changed.has('view') && before?.query !== this.view.query) {
      this.pattern = markPattern(searchWords(this.view.query));
    }
    if (changed.has('hits') && this.hits?.pages.length === 1 && this.all.every((entry) => entry.id !== this.selected)) {
      this.selected = '';
    }
    this.seekLinked();
  }

  override async getUpdateComplete(): Promise<boolean> {
    const done = await super.getUpdateComplete();
    await Promise.all([...this.renderRoot.querySelectorAll('fs-rows')].map((rows) => rows.updateComplete));
    return done;
  }

  override updated(changed: PropertyValues<this>): void {
    const before = changed.get('hits') as Hits | undefined;
    if (changed.has('hits') && before && this.hits?.pages[0] !== before.pages[0]) {
      this.scroller.scrollTop = 0;
    }
    if (this.hits && (changed.has('hits') || changed.has('loadingMore'))) {
      void this.updateComplete.then(() => this.scrolled());
    }
    if (changed.has('hits') && !before && this.view.entry !== '' && this.hits) {
      this.selected = this.view.entry;
      void this.reveal(this.view.entry);
    }
  }

  private async reveal(id: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelectorAll('fs-rows').forEach((rows) => rows.focusLine(id));
  }

  private get scroller(): HTMLElement {
    return this.renderRoot.querySelector('.scroller') as HTMLElement;
  }

  private get all(): Entry[] {
    const found = (this.hits?.pages ?? []).flat();
    return this.linked ? [this.linked, ...found] : found;
  }

  private seekLinked(): void {
    const id = this.view.entry;
    const listed = id === '' || (this.hits?.pages ?? []).some((page) => page.some((entry) => entry.id === id));
    if (listed) {
      this.linked = undefined;
      this.linkProblem = undefined;
      this.sought = '';
    } else if (this.sought !== id && !this.loading) {
      this.sought = id;
      this.linked = undefined;
      api.entry(id).then(
        (entry) => (this.linked = this.sought === id ? entry : this.linked),
        (failure: unknown) => (this.linkProblem = this.sought === id ? asProblem(failure) : undefined),
      );
    }
  }

  move(by: number): void {
    const all = this.all;
    const at = all.findIndex((entry) => entry.id === this.selected);
    const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
    if (next) {
      this.selected = next.id;
      void this.reveal(next.id);
    }
  }

  openSelected(): void {
    if (this.selected !== '') {
      emit(this, 'fs-change', { entry: this.view.entry === this.selected ? '' : this.selected, neighbours: false });
    }
  }

  toggleNeighbours(): void {
    const id = this.selected || this.view.entry;
    if (id !== '') {
      emit(this, 'fs-change', { entry: id, neighbours: !(this.view.entry === id && this.view.neighbours) });
    }
  }

  closeOpen(): boolean {
    const open = this.view.entry;
    if (open !== '') {
      emit(this, 'fs-change', { entry: '', neighbours: false });
      void this.reveal(open);
    }
    return open !== '';
  }

  private scrolled(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    if (scrollHeight - scrollTop - clientHeight < AHEAD_PIXELS && !this.moreProblem) {
      emit(this, 'fs-more', undefined);
    }
  }

  override render(): TemplateResult {
    const hits = this.hits;
    const first = hits?.pages[0]?.[0]?.id ?? '';
    const tabStop = this.selected || first;
    return html`
      <div class="head">
        <span role="status">${this.renderCount()}</span><span class="space"></span>
        <button class="small quiet" @click=${() => emit(this, 'fs-change', { order: this.view.order === 'desc' ? 'asc' : 'desc' })}
          title="Turn the order round">${this.view.order === 'desc' ? 'Newest first' : 'Oldest first'}</button>
        ${first === '' ? nothing : html`<span class="dim">Export</span> ${this.renderExport('csv', 'CSV')} ${this.renderExport('ndjson', 'JSON')}`}
      </div>
      <div class="line titles" aria-hidden="true"><span>Time</span><span>Severity</span><span>Host</span><span>Component</span><span>Message</span></div>
      <div class="scroller ${this.loading && hits ? 'stale' : ''}" @scroll=${this.scrolled} role="region" aria-label="Entries" aria-busy=${this.loading}>
        ${this.linkProblem ? html`<p class="wrong" role="alert">The linked entry cannot be shown. ${this.linkProblem.detail}</p>` : nothing}
        ${this.linked ? html`<div class="pinned"><p class="dim">The linked entry; it is not among those shown below.</p>${this.renderRows([this.linked], tabStop)}</div>` : nothing}
        ${this.problem && !this.loading ? renderProblem(this, this.problem)
          : !hits ? renderSkeleton()
            : first === '' ? (this.loading ? renderSkeleton() : renderNothingFound(this, this.view))
              : hits.pages.map((page) => this.renderRows(page, tabStop))}
        ${this.renderEnd()}
      </div>`;
  }

  /** All that matches, not only what is shown; a link, so that the browser streams it into a file. */
  private renderExport(format: string, words: string): TemplateResult {
    const { from, to } = this.view;
    const { query } = compose(this.view.query, this.view.filters);
    return html`<a class="export" download href="/api/v1/entries/export?${new URLSearchParams({ query, from, to, format }).toString()}" aria-label="Export as ${words}"
      title="All entries that match, oldest first; recorded in the audit">${words}</a>`;
  }

  private renderRows(page: readonly Entry[], tabStop: string): TemplateResult {
    const has = (id: string): string => (id !== '' && page.some((entry) => entry.id === id) ? id : '');
    const open = has(this.view.entry);
    return html`<fs-rows role="list" .entries=${page} .selected=${has(this.selected)} .tabStop=${has(tabStop)} .open=${open} .neighbours=${open !== '' && this.view.neighbours} .pattern=${this.pattern}></fs-rows>`;
  }

  private renderCount(): TemplateResult | typeof nothing {
    const hits = this.hits;
    if (!hits || this.problem) {
      return nothing;
    }
    const total = hits.totalIsLowerBound ? (this.exact ?? hits.total) : hits.total;
    return html`<b>${hits.totalIsLowerBound && this.exact === undefined ? 'more than ' : ''}${count(total)}</b> ${total === 1 ? 'entry' : 'entries'} <span class="dim">in ${count(hits.tookMillis)} ms</span>${hits.incomplete ? html` <span class="wrong">Time ran out: some may be missing. Narrow the time or the query.</span>` : nothing}`;
  }

  private renderEnd(): TemplateResult | typeof nothing {
    const hits = this.hits;
    if (!hits || this.problem || hits.pages[0].length === 0) {
      return nothing;
    }
    if (this.moreProblem) {
      return html`<p class="end wrong">${this.moreProblem.title}. ${this.moreProblem.detail} <button class="small" @click=${() => emit(this, 'fs-more', undefined)}>Try again</button></p>`;
    }
    if (hits.next === '') {
      return html`<p class="end dim">The end: these are all entries of this time.</p>`;
    }
    const shown = hits.pages.reduce((sum, page) => sum + page.length, 0);
    return shown >= MAX_ENTRIES
      ? html`<p class="end dim">${count(shown)} entries are shown. Narrow the time or the query to see the others.</p>`
      : html`<p class="end dim" role="status">${this.loadingMore ? 'Loading more …' : html`<button class="small" @click=${() => emit(this, 'fs-more', undefined)}>Load more</button>`}</p>`;
  }
}
customElements.define('fs-results', FsResults);
