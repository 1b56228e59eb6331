import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { accounts, type Token, type User } from '../accounts';
import { asProblem } from '../api';
import { emit } from '../events';
import { Loader } from '../loader';
import { agoWords } from '../logic/durations';
import { millisOf } from '../logic/format';
import { visible } from '../logic/visible';
import { Ticker } from '../ticker';
import './fs-account-form';
import { glyph } from './glyphs';
import { grades, pages, renderTime, renderTrouble } from './page-styles';
import { controls } from './styles';

const REFRESH_MILLIS = 15_000;

/** Who may sign in, and the tokens of programs. For admins; the engine refuses everybody else. */
export class FsAccounts extends LitElement {
  static override styles = [controls, pages, grades, css`
    section { margin-top: 14px; }
    section > header { display: flex; gap: 12px; align-items: center; padding: 11px 14px; flex-wrap: wrap; }
    .wide { overflow-x: auto; }
    table { width: 100%; border-collapse: collapse; }
    th, td { text-align: left; padding: 8px 14px; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
    th { font-size: 12px; color: var(--text-dim); font-weight: 600; padding: 4px 14px; }
    td.does { text-align: right; }
    td.does > span { display: inline-flex; gap: 6px; flex-wrap: wrap; justify-content: end; }
    .bad { color: var(--danger); }
    .small-text { font-size: 12px; }
    .none { padding: 12px 14px 16px; border-top: 1px solid var(--line); }
    .off td { color: var(--text-dim); }
    .is { display: inline-flex; gap: 5px; align-items: center; font-weight: 600; }
    .is.g-ok, .is.g-degraded { color: var(--g); }
    button.danger { color: var(--danger); }
  `];
  static override properties = { me: {}, may: {}, busy: { state: true }, said: { state: true }, sure: { state: true } };
  /** Who is signed in. */
  declare me: string;
  declare may: boolean;
  /** Account or token that a call is on its way for. */
  declare busy: string;
  declare said: { readonly of: string; readonly words: string } | undefined;
  /** What would be removed with the next click. */
  declare sure: string;
  private readonly users = new Loader<User[]>(() => this.requestUpdate());
  private readonly tokens = new Loader<Token[]>(() => this.requestUpdate());
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.me = '';
    this.may = false;
    this.busy = '';
    this.sure = '';
    new Ticker(this, 5000);
    this.addEventListener('fs-retry', () => this.load());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.load();
    this.timer = setInterval(() => document.hidden || this.load(), REFRESH_MILLIS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.users.cancel();
    this.tokens.cancel();
  }

  private load(): void {
    if (this.may) {
      void this.users.load((signal) => accounts.users(signal));
      void this.tokens.load((signal) => accounts.tokens(signal));
    }
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has('may') && this.may) {
      this.load();
    }
  }

  private async call(of: string, act: () => Promise<void>, done: string): Promise<void> {
    this.busy = of;
    this.said = undefined;
    this.sure = '';
    try {
      await act();
      emit(this, 'fs-say', done);
    } catch (failure) {
      const problem = asProblem(failure);
      this.said = { of, words: `${problem.title}. ${problem.detail}` };
    } finally {
      this.busy = '';
      this.load();
    }
  }

  private get form() {
    return this.renderRoot.querySelector('fs-account-form');
  }

  override render(): TemplateResult {
    if (!this.may) {
      return html`<div class="page"><div class="state"><h2>Only admins see accounts</h2><p>Your own password is in the menu at your name, at the top right.</p></div></div>`;
    }
    return html`<div class="page"><header><h1>Accounts</h1></header>${this.renderUsers()}${this.renderTokens()}</div>
      <fs-account-form @made=${() => this.load()}></fs-account-form>`;
  }

  private renderUsers(): TemplateResult {
    const found = this.users.value;
    return html`<section class="panel" aria-label="People"><header><h2>People</h2><span class="dim">who may sign in with a name and a password</span><span class="space"></span>
        <button class="primary" @click=${() => void this.form?.add()}>${glyph('plus')}Add account</button></header>
      ${this.users.problem ? renderTrouble(this, this.users.problem, 'The accounts could not be loaded') : !found ? html`<div class="skeleton" .style=${'height:90px;margin:0 14px 14px'}></div>`
        : html`<div class="wide"><table><thead><tr><th>Name</th><th>Roles</th><th>State</th><th>Sessions</th><th></th></tr></thead><tbody>${found.map((user) => this.renderUser(user))}</tbody></table></div>`}</section>`;
  }

  private renderUser(user: User): TemplateResult {
    const of = `u:${user.name}`;
    const idle = this.busy !== '';
    return html`<tr class=${user.disabled ? 'off' : ''}><td><b>${visible(user.name)}</b>${user.name === this.me ? html` <span class="dim small-text">you</span>` : nothing}</td><td>${user.roles.join(', ')}</td>
      <td>${user.disabled ? html`<span class="is">${glyph('pause')}disabled</span>` : html`<span class="is g-ok">${glyph('ok')}may sign in</span>`}
        ${user.passwordMade ? html`<br><span class="is g-degraded small-text">${glyph('warning')}has not chosen a password yet</span>` : nothing}</td>
      <td class="tabular">${user.sessions}</td>
      <td class="does"><span>
        <button class="small" ?disabled=${idle} @click=${() => void this.form?.change(user)}>Change</button>
        <button class="small" ?disabled=${idle} @click=${() => void this.form?.password(user.name)}>Set password</button>
        ${user.sessions > 0 ? html`<button class="small" ?disabled=${idle} @click=${() => void this.call(of, () => accounts.signOut(user.name), `${user.name} is signed out everywhere`)}>Sign out</button>` : nothing}
        ${this.renderRemove(of, 'Remove', () => accounts.remove(user.name), `${user.name} is removed`)}</span>${this.renderSaid(of)}</td></tr>`;
  }

  /** Asks once more in the place of the button, where the eye is. */
  private renderRemove(of: string, words: string, act: () => Promise<void>, done: string): TemplateResult {
    return this.sure === of
      ? html`<button class="small danger" ?disabled=${this.busy !== ''} @click=${() => void this.call(of, act, done)}>${glyph('warning')}${words} for good</button>
          <button class="small" @click=${() => (this.sure = '')}>Keep</button>`
      : html`<button class="small" ?disabled=${this.busy !== ''} @click=${() => (this.sure = of)}>${words}</button>`;
  }

  private renderSaid(of: string): TemplateResult | typeof nothing {
    return this.said?.of === of ? html`<br><span class="bad small-text" role="alert">${this.said.words}</span>` : nothing;
  }

  private renderTokens(): TemplateResult {
    const found = this.tokens.value;
    return html`<section class="panel" aria-label="Tokens"><header><h2>Tokens of programs</h2><span class="dim">for the API: <span class="mono">Authorization: Bearer …</span></span><span class="space"></span>
        <button class="primary" @click=${() => void this.form?.token()}>${glyph('plus')}Make token</button></header>
      ${this.tokens.problem ? renderTrouble(this, this.tokens.problem, 'The tokens could not be loaded') : !found ? html`<div class="skeleton" .style=${'height:60px;margin:0 14px 14px'}></div>`
        : found.length === 0 ? html`<div class="none"><p>None: no program uses the API with a token.</p></div>`
          : html`<div class="wide"><table><thead><tr><th>Program</th><th>Role</th><th>Made</th><th>Ends</th><th>Last used</th><th></th></tr></thead><tbody>${found.map((token) => this.renderToken(token))}</tbody></table></div>`}</section>`;
  }

  private renderToken(token: Token): TemplateResult {
    const of = `t:${token.id}`;
    const now = Date.now();
    const over = millisOf(token.expires) <= now;
    return html`<tr class=${over ? 'off' : ''}><td><b>${visible(token.name)}</b></td><td>${token.role}</td><td>${renderTime(token.madeAt)}<br><span class="dim small-text">${visible(token.madeBy)}</span></td>
      <td>${renderTime(token.expires)}${over ? html`<br><span class="is small-text">${glyph('stop')}is over</span>` : nothing}</td>
      <td>${token.used ? agoWords(token.used, now) : html`<span class="dim">not since the engine started</span>`}</td>
      <td class="does"><span>${this.renderRemove(of, 'Revoke', () => accounts.revoke(token.id), `The token of ${token.name} is revoked`)}</span>${this.renderSaid(of)}</td></tr>`;
  }
}
customElements.define('fs-accounts', FsAccounts);

declare global {
  interface HTMLElementTagNameMap {
    'fs-accounts': FsAccounts;
  }
}
