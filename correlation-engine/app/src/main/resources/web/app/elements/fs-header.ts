import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { emit } from '../events';
import type { IncidentItem } from '../model';
import { ACCOUNTS_LINK, incidentsLink, NOTIFICATIONS_LINK, overviewLink, SEARCH_LINK, SENDERS_LINK, sourcesLink, type Page } from '../route';
import { zoneName } from '../logic/format';
import { glyph, mark } from './glyphs';
import { controls, overlays } from './styles';

type Theme = 'system' | 'light' | 'dark';
const THEME_KEY = 'failsight.theme';

/** From the system's theme to the other one, then to the same one by choice, then back to following the system. */
function nextTheme(theme: Theme): Theme {
  const system: Theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const other: Theme = system === 'dark' ? 'light' : 'dark';
  return theme === 'system' ? other : theme === other ? system : 'system';
}

function storedTheme(): Theme {
  const set = document.documentElement.dataset.theme;
  return set === 'light' || set === 'dark' ? set : 'system';
}

/** Name, ways through the product, time zone, theme, and the person signed in. */
export class FsHeader extends LitElement {
  static override styles = [controls, overlays, css`
    :host { display: flex; align-items: center; gap: 10px; height: 46px; padding: 0 16px; background: var(--panel); border-bottom: 1px solid var(--line); flex: none; }
    a.brand { display: flex; align-items: center; gap: 9px; font-size: 16px; font-weight: 650; letter-spacing: .1px; color: inherit; text-decoration: none; border-radius: var(--radius); }
    nav { margin-left: 14px; align-self: stretch; display: flex; }
    nav a { display: flex; gap: 6px; align-items: center; padding: 0 11px; color: var(--text-dim); text-decoration: none; font-weight: 550; border-bottom: 2px solid transparent; border-top: 2px solid transparent; }
    nav a:hover { color: var(--text); background: var(--hover); }
    nav a[aria-current] { color: var(--text); border-bottom-color: var(--accent); }
    nav a:focus-visible { outline-offset: -3px; }
    .badge { min-width: 20px; padding: 0 6px; border-radius: 10px; background: var(--danger-ground); color: #fff; font: 650 12px/19px var(--font); text-align: center; }
    .badge.calm { background: var(--warn-ground); }
    @media (max-width: 1080px) { .zone { display: none; } }
    .space { flex: 1; }
    .zone { font-size: 12px; }
    .user { position: relative; }
    .menu { right: 0; top: 36px; min-width: 190px; padding: 10px; display: grid; gap: 8px; }
    .menu p { margin: 2px 4px 4px; }
    .menu a { padding: 5px 10px; color: var(--accent); border-radius: var(--radius); }
    .menu a:hover { background: var(--hover); }
  `];
  static override properties = { user: {}, roles: {}, passwordHere: {}, page: {}, open: {}, theme: { state: true }, menu: { state: true } };
  declare user: string;
  declare roles: readonly string[];
  declare passwordHere: boolean;
  declare page: Page;
  declare open: readonly IncidentItem[] | undefined;
  declare theme: Theme;
  declare menu: boolean;

  constructor() {
    super();
    this.user = '';
    this.roles = [];
    this.passwordHere = false;
    this.page = 'start';
    this.theme = storedTheme();
    this.menu = false;
  }

  private changeTheme(): void {
    this.theme = nextTheme(this.theme);
    if (this.theme === 'system') {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = this.theme;
    }
    try {
      localStorage.setItem(THEME_KEY, this.theme);
    } catch {
      // Storage is switched off: the choice lasts as long as the page.
    }
    emit(this, 'fs-say', this.theme === 'system' ? 'Theme follows the system' : `Theme: ${this.theme}`);
  }

  private ownPassword(): void {
    this.menu = false;
    emit(this, 'fs-own-password', undefined);
  }

  private leaveMenu(event: FocusEvent): void {
    if (!(event.currentTarget as HTMLElement).contains(event.relatedTarget as Node | null)) {
      this.menu = false;
    }
  }

  private menuKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.menu) {
      this.menu = false;
      event.stopPropagation();
      this.renderRoot.querySelector<HTMLElement>('.user button')?.focus();
    }
  }

  private renderLink(page: Page, link: string, words: unknown, keys: string): TemplateResult {
    const here = this.page === page || (page === 'incidents' && this.page === 'incident');
    return html`<a href=${link} aria-current=${here ? 'page' : nothing} title="${`Key: ${keys}`}">${words}</a>`;
  }

  /** How many incidents are open; loud while one of them leaves people without service. */
  private renderOpen(): TemplateResult | typeof nothing {
    const open = this.open ?? [];
    const down = open.some(({ state }) => state === 'down');
    return open.length === 0 ? nothing : html`<span class="badge ${down ? '' : 'calm'}">${open.length}<span class="unseen"> open</span></span>`;
  }

  override render(): TemplateResult {
    const theme = this.theme === 'system' ? 'system' : this.theme === 'light' ? 'sun' : 'moon';
    return html`
      <a class="brand" href="/" title="Start page">${mark()}<span>Failsight</span></a>
      <nav aria-label="Main">
        ${this.renderLink('overview', overviewLink(), 'Overview', 'g o')}
        ${this.renderLink('incidents', incidentsLink(), html`Incidents ${this.renderOpen()}`, 'g i')}
        ${this.renderLink('search', SEARCH_LINK, 'Search', '/')}
        ${this.renderLink('sources', sourcesLink(), 'Sources', 'g d')}
        ${this.renderLink('notifications', NOTIFICATIONS_LINK, 'Notifications', 'g n')}
        ${this.roles.includes('admin') ? this.renderLink('senders', SENDERS_LINK, 'Senders', 'g e') : nothing}
      </nav>
      <span class="space"></span>
      <span class="zone dim" title="All times are shown in this browser's time zone. Hover over a time for UTC.">${zoneName(Date.now())}</span>
      <button class="quiet icon" @click=${this.changeTheme} aria-label="Theme: ${this.theme}. Change" title="Theme: ${this.theme}">${glyph(theme)}</button>
      <button class="quiet icon" @click=${() => emit(this, 'fs-help', undefined)} aria-label="Help" title="Query syntax and keys (?)"><b>?</b></button>
      <div class="user" @focusout=${this.leaveMenu} @keydown=${this.menuKey}>
        <button class="quiet" aria-expanded=${this.menu} @click=${() => (this.menu = !this.menu)}>${glyph('person')}${this.user}${glyph('down')}</button>
        ${this.menu
          ? html`<div class="popover menu"><p>Signed in as <b>${this.user}</b><br><span class="dim">${this.roles.join(', ')}</span></p>
              ${this.roles.includes('admin') ? html`<a href=${ACCOUNTS_LINK} aria-current=${this.page === 'accounts' ? 'page' : nothing} @click=${() => (this.menu = false)}>Accounts</a>` : nothing}
              ${this.passwordHere ? html`<button @click=${this.ownPassword}>Change password</button>` : nothing}
              <button @click=${() => emit(this, 'fs-sign-out', undefined)}>Sign out</button></div>`
          : nothing}
      </div>`;
  }
}
customElements.define('fs-header', FsHeader);
