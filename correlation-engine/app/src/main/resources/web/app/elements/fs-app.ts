import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { api, type FieldInfo, type Session } from '../api';
import { Health } from '../health';
import { type PageEvents } from '../events';
import { Live } from '../live';
import { bytes } from '../logic/format';
import { toggleFilter, withFilter } from '../logic/query';
import { readRoute, SEARCH_LINK, type Route } from '../route';
import { sameSearch, START, writeUrl, type ViewState } from '../state';
import { pageStyles } from './fs-app.styles';
import { controls } from './styles';
import { glyph } from './glyphs';
import { goesTo, onKey, onSearchKey } from './keys';
import './fs-header';
import './fs-sign-in';
import './fs-search';
import './fs-overview';
import './fs-incidents';
import './fs-incident';
import './fs-notifications';
import './fs-accounts';
import './fs-own-password';
import './fs-sources';
import './fs-refused';
import './fs-refused-note';
import './fs-senders';
import './fs-help';

type SignIn = 'checking' | 'out' | 'expired' | 'in';

/** What it means for the person when a part is down. */
const MEANING: Record<string, string> = {
  opensearch: 'Search waits for it; what comes in meanwhile is kept in the journal.',
  canary: 'New entries cannot be searched in time: what you see may be old.',
  collector: 'What is stored can be searched, but nothing new comes in.',
};
const TITLES: Record<Route['page'], string> = {
  start: 'Failsight', search: 'Search · Failsight', overview: 'Overview · Failsight', incidents: 'Incidents · Failsight', incident: 'Incident · Failsight', notifications: 'Notifications · Failsight', accounts: 'Accounts · Failsight', sources: 'Sources · Failsight', senders: 'Senders · Failsight', refused: 'Refused entries · Failsight',
};

/** The console: holds the route (whose home is the URL), the session and what is live, and hands each page its part. */
export class FsApp extends LitElement {
  static override styles = [controls, pageStyles];
  static override properties = { route: { state: true }, signedIn: { state: true }, said: { state: true }, fields: { state: true } };
  declare route: Route;
  declare signedIn: SignIn;
  declare said: string;
  declare fields: readonly FieldInfo[];
  private session: Session | undefined;
  private readonly live = new Live(this);
  private readonly health = new Health(this, () => this.retry());
  private sayTimer: ReturnType<typeof setTimeout> | undefined;
  private started = false;

  constructor() {
    super();
    this.route = readRoute(location.search);
    this.signedIn = 'checking';
    this.said = '';
    this.fields = [];
    api.onSignedOut = () => this.signedOut();
    this.on('fs-change', (patch) => this.change(patch));
    this.on('fs-filter', ({ filter, toggle }) => this.change({ filters: (toggle ? toggleFilter : withFilter)(this.view.filters, filter) }));
    this.on('fs-go', ({ to, replace }) => this.go(to, replace));
    this.on('fs-say', (words) => this.say(words));
    this.on('fs-trouble', () => this.health.suspect());
    this.on('fs-retry', () => this.retry());
    this.on('fs-help', () => this.renderRoot.querySelector('fs-help')?.open());
    this.on('fs-own-password', () => void this.renderRoot.querySelector('fs-own-password')?.open());
    this.on('fs-signed-in', () => void this.resume());
    this.on('fs-sign-out', () => void this.signOut());
    this.addEventListener('click', (event) => this.followed(event));
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

  private get view(): ViewState {
    return this.route.page === 'search' ? this.route.view : START;
  }

  private readonly travelled = (): void => {
    this.route = readRoute(location.search);
  };

  private readonly pressed = (event: KeyboardEvent): void => {
    if (this.signedIn !== 'in') {
      return;
    }
    const to = goesTo(event);
    if (to !== undefined) {
      event.preventDefault();
      this.go(to);
    } else if (event.key === '/' && this.shown !== 'search' && onKey(event)) {
      event.preventDefault();
      this.go(SEARCH_LINK);
      void this.updateComplete.then(() => this.renderRoot.querySelector('fs-search')?.focusQuery());
    } else if (event.key === '?' && this.shown !== 'search' && onKey(event)) {
      event.preventDefault();
      this.renderRoot.querySelector('fs-help')?.open();
    } else {
      const search = this.renderRoot.querySelector('fs-search');
      if (search) {
        onSearchKey(event, search.renderRoot, this.view);
      }
    }
  };

  /** Links between pages stay within this one document; with a key held or the middle button they open as everywhere. */
  private followed(event: MouseEvent): void {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement) as HTMLAnchorElement | undefined;
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target || link.hasAttribute('download')) {
      return;
    }
    if (link.origin === location.origin && link.pathname === location.pathname) {
      event.preventDefault();
      this.go(link.search);
    }
  }

  private go(to: string, replace = false): void {
    if (replace) {
      history.replaceState(null, '', to || location.pathname);
    } else if (to !== location.search) {
      history.pushState(null, '', to || location.pathname);
    }
    this.route = readRoute(to);
  }

  /** A new question is a step in the history; opening an entry only rewrites the current one. */
  private change(patch: Partial<ViewState>): void {
    const next = { ...this.view, ...patch };
    const asksAnew = !sameSearch(this.view, next);
    const view = asksAnew && patch.entry === undefined ? { ...next, entry: '', neighbours: false } : next;
    const url = writeUrl(view) || SEARCH_LINK;
    if (asksAnew) {
      history.pushState(null, '', url);
    } else {
      history.replaceState(null, '', url);
    }
    this.route = { page: 'search', view };
  }

  private retry(): void {
    this.renderRoot.querySelector('fs-search')?.retry();
    void this.live.retry();
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
    this.health.start();
    if (this.started) {
      this.retry();
    }
    this.started = true;
    this.live.start();
    if (this.fields.length === 0) {
      api.fields().then((fields) => (this.fields = fields), () => {});
    }
  }

  private signedOut(): void {
    if (this.signedIn === 'in') {
      this.signedIn = this.started ? 'expired' : 'out';
      this.health.stop();
      this.live.stop();
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

  /** The page that the route means: the start is the overview where there is something to see. */
  private get shown(): Route['page'] {
    if (this.route.page !== 'start') {
      return this.route.page;
    }
    return this.live.any === undefined && !this.live.problem ? 'start' : this.live.any ? 'overview' : 'search';
  }

  override updated(): void {
    const shown = this.signedIn === 'in' ? this.shown : 'start';
    const open = this.live.open?.length ?? 0;
    document.title = `${open > 0 && this.signedIn === 'in' ? `(${open}) ` : ''}${TITLES[shown]}`;
  }

  override render(): TemplateResult {
    if (this.signedIn === 'checking') {
      return html`<div class="waiting" role="status"><span class="unseen">Loading</span></div>`;
    }
    if (this.signedIn === 'out') {
      return html`<fs-sign-in .unreachable=${this.health.down.length > 0}></fs-sign-in>`;
    }
    return html`
      <fs-header role="banner" .user=${this.session?.name ?? ''} .roles=${this.session?.roles ?? []} .passwordHere=${this.session?.passwordHere ?? false} .page=${this.shown} .open=${this.live.open}></fs-header>
      ${this.renderBanner()}${this.renderDisk()}${this.renderPasswordMade()}
      ${this.shown === 'refused' ? nothing : html`<fs-refused-note></fs-refused-note>`}
      ${this.renderPage()}
      <fs-help .fields=${this.fields}></fs-help>
      <fs-own-password .user=${this.session?.name ?? ''}></fs-own-password>
      <div class="said" role="status" aria-live="polite">${this.said ? html`<span>${this.said}</span>` : nothing}</div>
      ${this.signedIn === 'expired' ? html`<fs-sign-in overlay></fs-sign-in>` : nothing}`;
  }

  private renderPage(): TemplateResult {
    const may = this.session?.roles.some((role) => role === 'operator' || role === 'admin') ?? false;
    const { clusters, open, link, problem } = this.live;
    const names = (clusters ?? []).map(({ name }) => name);
    switch (this.shown) {
      case 'start':
        return html`<div class="waiting" role="status"><span class="unseen">Loading</span></div>`;
      case 'search':
        return html`<fs-search .view=${this.view} .fields=${this.fields}></fs-search>`;
      case 'overview':
        return html`<fs-overview .clusters=${clusters} .sites=${this.live.sites} .open=${open} .silences=${this.live.silences} .receivers=${this.live.receivers} .link=${link} .heardAt=${this.live.heardAt} .problem=${problem}
          .at=${this.route.page === 'overview' ? this.route.at : ''}></fs-overview>`;
      case 'incidents':
        return html`<fs-incidents .live=${this.live} .link=${link} .clusters=${names} .filter=${this.route.page === 'incidents' ? this.route.filter : undefined}></fs-incidents>`;
      case 'incident':
        return html`<fs-incident .live=${this.live} .link=${link} .may=${may} .clusters=${names} .incidentId=${this.route.page === 'incident' ? this.route.id : ''}
          .revision=${this.route.page === 'incident' ? this.route.revision : undefined}></fs-incident>`;
      case 'refused':
        return html`<fs-refused .may=${may}></fs-refused>`;
      case 'notifications':
        return html`<fs-notifications .may=${may} .clusters=${names}></fs-notifications>`;
      case 'accounts':
        return html`<fs-accounts .me=${this.session?.name ?? ''} .may=${this.session?.roles.includes('admin') ?? false}></fs-accounts>`;
      case 'sources':
        return html`<fs-sources .source=${this.route.page === 'sources' ? this.route.source : ''} .host=${this.route.page === 'sources' ? this.route.host : ''}></fs-sources>`;
      case 'senders':
        return html`<fs-senders .may=${this.session?.roles.includes('admin') ?? false}></fs-senders>`;
    }
  }

  private renderPasswordMade(): TemplateResult | typeof nothing {
    return this.session?.passwordMade && this.signedIn === 'in'
      ? html`<div class="banner made" role="status">${glyph('warning')}<span>Somebody else made your password. Choose one that only you know.</span>
          <button class="small" @click=${() => void this.renderRoot.querySelector('fs-own-password')?.open()}>Change it</button></div>`
      : nothing;
  }

  private renderBanner(): TemplateResult | typeof nothing {
    const down = this.health.down;
    if (down.length === 0) {
      return nothing;
    }
    const alone = down.length === 1;
    return html`<div class="banner" role="alert">${glyph('warning')}
      <span>${down.map((part) => html`<b title=${part.detail ?? ''}>${part.name}</b> is ${part.name === 'canary' ? 'late' : 'down'}${alone && part.detail ? html` (${part.detail})` : nothing}. ${MEANING[part.name] ?? ''} `)}
      The page looks again every few seconds.</span></div>`;
  }

  /** What is done about a disk that fills up, and what a person has to do. */
  private renderDisk(): TemplateResult | typeof nothing {
    const disk = this.health.disk;
    if (!disk) {
      return nothing;
    }
    const severe = disk.step === 'refusing' || disk.step === 'full';
    return html`<div class="banner disk ${severe ? 'severe' : ''}" role=${severe ? 'alert' : 'status'}>${glyph('warning')}
      <span><b>The disk of Failsight is ${Math.floor(disk.usedShare * 1000) / 10} % full</b> (${bytes(disk.freeBytes)} left in <code>${disk.path}</code>): ${disk.consequence}.
      ${severe ? 'Nothing that was taken in is lost.' : ''}</span></div>`;
  }
}
customElements.define('fs-app', FsApp);

declare global {
  interface HTMLElementTagNameMap {
    'fs-app': FsApp;
  }
}
