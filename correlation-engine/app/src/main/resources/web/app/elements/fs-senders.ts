import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { api, asProblem } from '../api';
import { emit } from '../events';
import { Loader } from '../loader';
import { agoWords } from '../logic/durations';
import { millisOf } from '../logic/format';
import { visible } from '../logic/visible';
import type { CredentialSecret, Sender, SenderCredential } from '../model';
import { Ticker } from '../ticker';
import './fs-sender-form';
import './fs-secret';
import { glyph } from './glyphs';
import { grades, pages, renderTime, renderTrouble } from './page-styles';
import { controls } from './styles';

const REFRESH_MILLIS = 15_000;
const DAY_MILLIS = 86_400_000;
/** A credential that ends within 30 days is worth a look. */
const SOON_DAYS = 30;

/** Who may send, with what credentials, and who came last when. Made and revoked here; for administrators alone. */
export class FsSenders extends LitElement {
  static override styles = [controls, pages, grades, css`
    section { margin-top: 14px; }
    section > header { display: flex; gap: 12px; align-items: center; padding: 11px 14px; flex-wrap: wrap; }
    table { width: 100%; border-collapse: collapse; }
    th, td { text-align: left; padding: 7px 14px; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
    th { font-size: 12px; color: var(--text-dim); font-weight: 600; padding: 4px 14px; }
    td.does { text-align: right; white-space: nowrap; }
    .small-text { font-size: 12px; }
    .bad { color: var(--danger); }
    .soon { color: var(--warn-text); }
    .over td { color: var(--text-dim); }
    .none { display: grid; gap: 10px; padding: 12px 14px 16px; border-top: 1px solid var(--line); }
    .is { display: inline-flex; gap: 5px; align-items: center; font-weight: 600; }
    .is.g-ok { color: var(--g); }
    .mono { font-family: var(--mono); }
  `];
  static override properties = { may: {}, busy: { state: true }, wrong: { state: true }, sure: { state: true }, secret: { state: true } };
  declare may: boolean;
  declare busy: string;
  declare wrong: { readonly of: string; readonly words: string } | undefined;
  /** What a second press would revoke or remove. */
  declare sure: string;
  declare secret: CredentialSecret | undefined;
  private readonly senders = new Loader<Sender[]>(() => this.requestUpdate());
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
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
    this.senders.cancel();
  }

  private load(): void {
    if (this.may) {
      void this.senders.load((signal) => api.senders(signal));
    }
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has('may')) {
      this.load();
    }
  }

  private async call(of: string, act: () => Promise<CredentialSecret | void>, done: string): Promise<void> {
    this.busy = of;
    this.wrong = undefined;
    this.sure = '';
    try {
      this.secret = (await act()) ?? this.secret;
      emit(this, 'fs-say', done);
    } catch (failure) {
      const problem = asProblem(failure);
      this.wrong = { of, words: `${problem.title}. ${problem.detail}` };
    } finally {
      this.busy = '';
      this.load();
    }
  }

  override render(): TemplateResult {
    return html`<div class="page"><header><h1>Senders</h1><span class="dim">who may send to this appliance, with a certificate or a token of its own</span><span class="space"></span>
        ${this.may ? html`<button class="primary" @click=${() => void this.renderRoot.querySelector('fs-sender-form')?.open()}>${glyph('plus')}New sender</button>` : nothing}</header>
      ${this.renderList()}</div>
      <fs-sender-form @made=${() => this.load()}></fs-sender-form>
      <fs-secret .secret=${this.secret} @done=${() => (this.secret = undefined)}></fs-secret>`;
  }

  private renderList(): TemplateResult | TemplateResult[] {
    const found = this.senders.value;
    if (!this.may) {
      return html`<div class="state" role="alert"><h2>For administrators</h2><p>Only the role admin sees and changes credentials of senders.</p></div>`;
    }
    if (this.senders.problem) {
      return renderTrouble(this, this.senders.problem, 'The senders could not be loaded');
    }
    if (!found) {
      return html`<div class="skeleton" .style=${'height:140px'}><span class="unseen">Loading</span></div>`;
    }
    if (found.length === 0) {
      return html`<section class="panel" aria-label="Senders"><div class="none"><p><b>No sender has credentials yet.</b> Senders are known by their addresses, as failsight.yaml allows them.
        A certificate or token binds what comes to its sender, from whatever address, and opens OTLP to the network.</p></div></section>`;
    }
    return found.map((sender) => this.renderSender(sender));
  }

  private renderSender(sender: Sender): TemplateResult {
    const { name, credentials } = sender;
    const bound = [sender.node, sender.cluster, sender.site].filter((part) => part !== '').map((part) => visible(part)).join(', ');
    const of = `s:${name}`;
    const button = (kind: 'certificate' | 'token', words: string): TemplateResult => html`<button ?disabled=${this.busy !== ''}
      @click=${() => void this.call(of, () => api.addCredential(name, kind), `A ${kind} was made for ${name}`)}>${glyph('plus')}${words}</button>`;
    return html`<section class="panel" aria-label="Sender ${name}"><header><h2>${visible(name)}</h2><span class="dim">${bound === '' ? 'bound to no node' : `is ${bound}`}${
      sender.addresses.length > 0 ? html`, from ${visible(sender.addresses.join(', '))}` : nothing}</span><span class="space"></span>
        ${button('certificate', 'Certificate')}${button('token', 'Token')}${this.renderSure(of, 'Remove', `Remove ${name} for good?`, () => api.removeSender(name), `${name} was removed`)}</header>
      ${this.wrong?.of === of ? html`<div class="none"><span class="bad" role="alert">${this.wrong.words}</span></div>` : nothing}
      ${credentials.length === 0 ? html`<div class="none"><p class="dim">No credential: it cannot prove its name yet.</p></div>`
        : html`<table><thead><tr><th>Credential</th><th>State</th><th>Made</th><th>Ends</th><th>Came last</th><th><span class="unseen">Do</span></th></tr></thead>
          <tbody>${credentials.map((credential) => this.renderCredential(name, credential))}</tbody></table>`}</section>`;
  }

  private renderCredential(name: string, credential: SenderCredential): TemplateResult {
    const { id, kind, state, created, expires, lastSeen } = credential;
    const now = Date.now();
    const days = expires === '' ? Number.POSITIVE_INFINITY : Math.floor((millisOf(expires) - now) / DAY_MILLIS);
    const of = `c:${name}:${id}`;
    return html`<tr class=${state === 'valid' ? '' : 'over'}><td>${kind === 'token' ? 'Token' : 'Certificate'}<br><span class="dim small-text mono">${visible(id)}</span></td>
      <td><span class="is ${state === 'valid' ? 'g-ok' : 'bad'}">${glyph(state === 'valid' ? 'ok' : 'stop')}${visible(state)}</span></td>
      <td class="tabular">${renderTime(created)}</td>
      <td class="tabular">${expires === '' ? html`<span class="dim">never</span>` : html`${renderTime(expires)}${state === 'valid' && days < SOON_DAYS ? html`<br><span class="soon small-text">${glyph('warning')} in ${days} days</span>` : nothing}`}</td>
      <td>${lastSeen ? html`${renderTime(lastSeen.at)} <span class="dim small-text">${agoWords(lastSeen.at, now)}</span><br><span class="dim small-text">${visible(lastSeen.peer)}, ${visible(lastSeen.door)}</span>`
        : html`<span class="dim">not since the collector started</span>`}</td>
      <td class="does">${state === 'valid' ? this.renderSure(of, 'Revoke', 'Revoke it now?', () => api.revokeCredential(name, id), 'It is revoked; its connections are being closed') : nothing}
        ${this.wrong?.of === of ? html`<br><span class="bad small-text" role="alert">${this.wrong.words}</span>` : nothing}</td></tr>`;
  }

  /** A button that asks before it does what cannot be undone. */
  private renderSure(of: string, words: string, question: string, act: () => Promise<void>, done: string): TemplateResult {
    return this.sure === of
      ? html`<button class="danger" ?disabled=${this.busy !== ''} @click=${() => void this.call(of, act, done)}>${glyph('stop')}${question}</button><button @click=${() => (this.sure = '')}>Cancel</button>`
      : html`<button ?disabled=${this.busy !== ''} @click=${() => (this.sure = of)}>${words}</button>`;
  }
}
customElements.define('fs-senders', FsSenders);
