import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { api, type FieldInfo, type Session } from '../api';
import { Health } from '../health';
import { type PageEvents } from '../events';
import { toggleFilter, withFilter } from '../logic/query';
import { Search } from '../search';
import { readUrl, sameSearch, writeUrl, type ViewState } from '../state';
import { pageStyles } from './fs-app.styles';
import { controls } from './styles';
import { glyph } from './glyphs';
import { onKey } from './keys';
import './fs-header';
import './fs-sign-in';
import './fs-query-bar';
import './fs-histogram';
import './fs-facets';
import './fs-results';
import './fs-tail';
import './fs-help';

type SignIn = 'checking' | 'out' | 'expired' | 'in';

/** What it means for the person when a part is down. */
const MEANING: Record<string, string> = {
  opensearch: 'Search waits for it; what comes in meanwhile is kept in the journal.',
  collector: 'What is stored can be searched, but nothing new comes in.',
};

/** The page: holds the state (whose home is the URL), asks the questions, and hands each element its part. */
export class FsApp extends LitElement {
  static override styles = [controls, pageStyles];
  static override properties = { view: { state: true }, signedIn: { state: true }, said: { state: true }, fields: { state: true } };
  declare view: ViewState;
  declare signedIn: SignIn;
  declare said: string;
  declare fields: readonly FieldInfo[];
  private session: Session | undefined;
  private readonly search = new Search(this);
  private readonly health = new Health(this, () => this.retry());
  private sayTimer: ReturnType<typeof setTimeout> | undefined;
  private started = false;

  constructor() {
    super();
    this.view = readUrl(location.search);
    this.signedIn = 'checking';
    this.said = '';
    this.fields = [];
    api.onSignedOut = () => this.signedOut();
    this.on('fs-change', (patch) => this.change(patch));
    this.on('fs-filter', ({ filter, toggle }) =>
      this.change({ filters: (toggle ? toggleFilter : withFilter)(this.view.filters, filter) }));
    this.on('fs-say', (words) => this.say(words));
    this.on('fs-more', () => this.search.loadMore());
    this.on('fs-retry', () => this.retry());
    this.on('fs-help', () => this.renderRoot.querySelector('fs-help')?.open());
    this.on('fs-signed-in', () => void this.resume());
    this.on('fs-sign-out', () => void this.signOut());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('popstate', this.travelled);
    addEventListener('keydown', this.pressed);
    void this.resume();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('popstate', this.travelled);
    removeEventListener('keydown', this.pressed);
    this.health.stop();
  }

  private on<K extends keyof PageEvents>(type: K, act: (detail: PageEvents[K]) => void): void {
    this.addEventListener(type, (event) => act((event as CustomEvent<PageEvents[K]>).detail));
  }

  private readonly travelled = (): void => {
    const before = this.view;
    this.view = readUrl(location.search);
    if (!sameSearch(before, this.view)) {
      this.search.run(this.view);
    }
  };

  private readonly pressed = (event: KeyboardEvent): void => {
    if (this.signedIn === 'in') {
      onKey(event, this.renderRoot, this.view);
    }
  };

  /** A new question is a step in the history; opening an entry only rewrites the current one. */
  private change(patch: Partial<ViewState>): void {
    const next = { ...this.view, ...patch };
    const asksAnew = !sameSearch(this.view, next);
    const state = asksAnew && patch.entry === undefined ? { ...next, entry: '', neighbours: false } : next;
    const url = writeUrl(state) || location.pathname;
    if (asksAnew) {
      history.pushState(null, '', url);
    } else {
      history.replaceState(null, '', url);
    }
    this.view = state;
    if (asksAnew || ['query', 'from', 'filters'].some((key) => key in patch)) {
      this.search.run(state);
    }
  }

  private retry(): void {
    this.search.run(this.view);
    void this.renderRoot.querySelector('fs-tail')?.retry();
  }

  private say(words: string): void {
    this.said = words;
    clearTimeout(this.sayTimer);
    this.sayTimer = setTimeout(() => (this.said = ''), 4000);
  }

  private async resume(): Promise<void> {
    try {
      this.session = await api.session();
    } catch {
      this.session = undefined;
      this.signedIn = this.started ? 'expired' : 'out';
      this.health.start();
      setTimeout(() => this.signedIn !== 'in' && void this.resume(), 5000);
      return;
    }
    if (!this.session) {
      this.signedIn = this.started ? 'expired' : 'out';
      return;
    }
    this.signedIn = 'in';
    this.started = true;
    this.health.start();
    this.retry();
    if (this.fields.length === 0) {
      api.fields().then((fields) => (this.fields = fields), () => {});
    }
  }

  private signedOut(): void {
    if (this.signedIn === 'in') {
      this.signedIn = this.started ? 'expired' : 'out';
      this.health.stop();
    }
  }

  private async signOut(): Promise<void> {
    try {
      await api.signOut();
      location.assign(location.pathname);
    } catch {
      this.say('Signing out did not reach the engine; try again.');
    }
  }

  override render(): TemplateResult {
    if (this.signedIn === 'checking') {
      return html`<div class="waiting" role="status"><span class="unseen">Loading</span></div>`;
    }
    if (this.signedIn === 'out') {
      return html`<fs-sign-in .unreachable=${this.health.down.length > 0}></fs-sign-in>`;
    }
    this.watchForTrouble();
    return html`
      <fs-header role="banner" .user=${this.session?.name ?? ''} .roles=${this.session?.roles ?? []}></fs-header>
      ${this.renderBanner()}
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
      </main>
      <fs-help .fields=${this.fields}></fs-help>
      <div class="said" role="status" aria-live="polite">${this.said ? html`<span>${this.said}</span>` : nothing}</div>
      ${this.signedIn === 'expired' ? html`<fs-sign-in overlay></fs-sign-in>` : nothing}`;
  }

  private watchForTrouble(): void {
    if (this.search.hits.problem?.passing) {
      this.health.suspect();
    }
  }

  private renderBanner(): TemplateResult | typeof nothing {
    const down = this.health.down;
    if (down.length === 0) {
      return nothing;
    }
    const alone = down.length === 1;
    return html`<div class="banner" role="alert">${glyph('warning')}
      <span>${down.map((part) => html`<b title=${part.detail ?? ''}>${part.name}</b> is down${alone && part.detail ? html` (${part.detail})` : nothing}. ${MEANING[part.name] ?? ''} `)}
      The page looks again every few seconds.</span></div>`;
  }
}
customElements.define('fs-app', FsApp);

declare global {
  interface HTMLElementTagNameMap {
    'fs-app': FsApp;
  }
}

