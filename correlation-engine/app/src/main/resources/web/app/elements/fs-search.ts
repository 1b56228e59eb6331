import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { FieldInfo } from '../api';
import { emit } from '../events';
import { Search } from '../search';
import { sameSearch, START, type ViewState } from '../state';
import { controls } from './styles';
import './fs-query-bar';
import './fs-histogram';
import './fs-facets';
import './fs-results';
import './fs-tail';

/** Parts of the state that ask again even when they are as before: who presses Search wants an answer of now. */
const ASKING = ['query', 'from', 'filters'];

/** The search: the question, entries over time, what they are made of, and the entries. */
export class FsSearch extends LitElement {
  static override styles = [controls, css`
    :host { display: flex; flex-direction: column; flex: 1; min-height: 0; min-width: 0; }
    main { display: grid; grid-template-columns: 236px minmax(0, 1fr); flex: 1; min-height: 0; border-top: 1px solid var(--line); }
    @media (max-width: 900px) {
      main { grid-template-columns: 180px minmax(0, 1fr); }
    }
  `];
  static override properties = { view: {}, fields: {} };
  declare view: ViewState;
  declare fields: readonly FieldInfo[];
  private readonly search = new Search(this);
  private again = false;

  constructor() {
    super();
    this.view = START;
    this.fields = [];
    this.addEventListener('fs-change', (event) => {
      this.again ||= ASKING.some((key) => key in (event as CustomEvent<Partial<ViewState>>).detail);
    });
    this.addEventListener('fs-more', () => this.search.loadMore());
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('view') as ViewState | undefined;
    if (changed.has('view') && (this.again || before === undefined || !sameSearch(before, this.view))) {
      this.again = false;
      this.search.run(this.view);
    }
    if (this.search.hits.problem?.passing) {
      emit(this, 'fs-trouble', undefined);
    }
  }

  retry(): void {
    this.search.run(this.view);
    void this.renderRoot.querySelector('fs-tail')?.retry();
  }

  async focusQuery(): Promise<void> {
    await this.updateComplete;
    const bar = this.renderRoot.querySelector('fs-query-bar');
    await bar?.updateComplete;
    bar?.focusQuery();
  }

  override render(): TemplateResult {
    return html`
      <fs-query-bar role="search" .view=${this.view} .problem=${(this.view.live ? this.search.facets : this.search.hits).problem} .busy=${this.search.hits.loading} .fields=${this.fields}></fs-query-bar>
      ${this.view.live ? nothing : html`<fs-histogram role="region" aria-label="Entries over time" .data=${this.search.histogram.value}
        .loading=${this.search.histogram.loading} .stale=${this.search.hits.problem !== undefined} .problem=${this.search.hits.problem ? undefined : this.search.histogram.problem} .range=${this.view}></fs-histogram>`}
      <main>
        <h1 class="unseen">Search</h1>
        <fs-facets .data=${this.search.facets.value} .loading=${this.search.facets.loading} .stale=${this.search.hits.problem !== undefined} .problem=${this.search.hits.problem ? undefined : this.search.facets.problem}
          .filters=${this.view.filters}></fs-facets>
        ${this.view.live
          ? html`<fs-tail .view=${this.view}></fs-tail>`
          : html`<fs-results .view=${this.view} .hits=${this.search.hits.value} .loading=${this.search.hits.loading}
              .exact=${this.search.histogram.loading && !this.search.hits.loading ? undefined : this.search.histogram.value?.total}
              .problem=${this.search.hits.problem} .loadingMore=${this.search.more.loading} .moreProblem=${this.search.more.problem}></fs-results>`}
      </main>`;
  }
}
customElements.define('fs-search', FsSearch);

declare global {
  interface HTMLElementTagNameMap {
    'fs-search': FsSearch;
  }
}
