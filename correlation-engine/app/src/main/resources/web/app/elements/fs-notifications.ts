import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { api, asProblem } from '../api';
import { emit } from '../events';
import { Loader } from '../loader';
import { agoWords, spanWords } from '../logic/durations';
import { millisOf } from '../logic/format';
import { kindWords, plain } from '../logic/incident-words';
import { visible } from '../logic/visible';
import type { AuditEntry, Receiver, Silence } from '../model';
import { incidentLink } from '../route';
import { Ticker } from '../ticker';
import './fs-silence-form';
import { glyph } from './glyphs';
import { grades, pages, renderTime, renderTrouble } from './page-styles';
import { controls } from './styles';

const SNIPPET = `notify:
  smtp: {host: mail.example, port: 587, from: failsight@example}
  receivers:
  - name: operators
    email: operators@example
    incidents: all
  proof: "daily 08:00"
`;
const REFRESH_MILLIS = 15_000;
const AUDIT_SIZE = 10;
const MORE_AUDIT = 100;

/** Who is told of incidents and whether that works, and when nobody is told: silences and maintenance windows. */
export class FsNotifications extends LitElement {
  static override styles = [controls, pages, grades, css`
    section { margin-top: 14px; }
    section > header { display: flex; gap: 12px; align-items: center; padding: 11px 14px; flex-wrap: wrap; }
    table { width: 100%; border-collapse: collapse; }
    th, td { text-align: left; padding: 8px 14px; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
    th { font-size: 12px; color: var(--text-dim); font-weight: 600; padding: 4px 14px; }
    td.does { text-align: right; white-space: nowrap; }
    .bad { color: var(--danger); }
    .dim.small, .small-text { font-size: 12px; }
    .none { padding: 4px 14px 16px; display: grid; gap: 10px; border-top: 1px solid var(--line); padding-top: 12px; }
    pre { margin: 0; padding: 10px 13px; border-radius: var(--radius); background: var(--sunken); font: 12.5px/1.5 var(--mono); overflow-x: auto; }
    .over td { color: var(--text-dim); }
    td.dots { overflow-wrap: anywhere; }
    .is { display: inline-flex; gap: 5px; align-items: center; font-weight: 600; }
    .is.g-ok { color: var(--g); }
  `];
  static override properties = { may: {}, clusters: {}, busy: { state: true }, said: { state: true } };
  declare may: boolean;
  declare clusters: readonly string[];
  /** Receiver or silence that a call is on its way for. */
  declare busy: string;
  /** What came of the last call for it, where that is bad news. */
  declare said: { readonly of: string; readonly words: string } | undefined;
  private readonly receivers = new Loader<Receiver[]>(() => this.requestUpdate());
  private readonly silences = new Loader<Silence[]>(() => this.requestUpdate());
  private readonly audit = new Loader<{ audit: AuditEntry[]; next: string }>(() => this.requestUpdate());
  private auditSize = AUDIT_SIZE;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.may = false;
    this.clusters = [];
    this.busy = '';
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
    this.receivers.cancel();
    this.silences.cancel();
    this.audit.cancel();
  }

  private load(): void {
    void this.receivers.load((signal) => api.receivers(signal));
    void this.silences.load((signal) => api.silences(signal));
    void this.audit.load((signal) => api.audit(this.auditSize, '', signal));
  }

  private async call(of: string, act: () => Promise<void>, done: string): Promise<void> {
    this.busy = of;
    this.said = undefined;
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

  override render(): TemplateResult {
    return html`<div class="page"><header><h1>Notifications</h1></header>${this.renderReceivers()}${this.renderSilences()}${this.renderAudit()}</div>
      <fs-silence-form .clusters=${this.clusters} @made=${() => this.load()}></fs-silence-form>`;
  }

  private renderReceivers(): TemplateResult {
    const found = this.receivers.value;
    return html`<section class="panel" aria-label="Receivers"><header><h2>Receivers</h2><span class="dim">who is told of incidents; set in failsight.yaml</span></header>
      ${this.receivers.problem ? renderTrouble(this, this.receivers.problem, 'The receivers could not be loaded') : !found ? html`<div class="skeleton" .style=${'height:90px;margin:0 14px 14px'}></div>`
        : found.length === 0 ? html`<div class="none"><p><b>Nobody is told of incidents.</b> Name at least one receiver in <span class="mono">failsight.yaml</span>, for example:</p><pre>${SNIPPET}</pre></div>`
          : html`<table><thead><tr><th>Name</th><th>Way</th><th>Last message</th><th>Last proof</th><th></th></tr></thead><tbody>${found.map((receiver) => this.renderReceiver(receiver))}</tbody></table>`}</section>`;
  }

  private renderReceiver(receiver: Receiver): TemplateResult {
    const now = Date.now();
    const { name, type, target, lastSent, lastError, proof } = receiver;
    return html`<tr><td><b>${visible(name)}</b></td><td class="dots">${visible(type)}<br><span class="dim small-text">${visible(target)}</span></td>
      <td>${lastSent ? html`${renderTime(lastSent)} <span class="dim small-text">${agoWords(lastSent, now)}</span>` : html`<span class="dim">none yet</span>`}${lastError ? html`<br><span class="bad small-text">${glyph('warning')} ${visible(lastError)}</span>` : nothing}</td>
      <td>${proof ? html`<span class="is ${proof.ok ? 'g-ok' : 'bad'}">${glyph(proof.ok ? 'ok' : 'stop')}${proof.ok ? 'arrived' : 'failed'}</span><br><span class="dim small-text">${renderTime(proof.at)}</span>` : html`<span class="dim">not tried yet</span>`}</td>
      <td class="does">${this.may ? html`<button ?disabled=${this.busy !== ''} @click=${() => void this.call(`r:${name}`, () => api.testReceiver(name), `Test message to ${name} is on its way`)}>${glyph('bell')}${this.busy === `r:${name}` ? 'Sending …' : 'Send test message'}</button>` : nothing}
        ${this.said?.of === `r:${name}` ? html`<br><span class="bad small-text" role="alert">${this.said.words}</span>` : nothing}</td></tr>`;
  }

  private renderSilences(): TemplateResult {
    const found = this.silences.value;
    const now = Date.now();
    const sorted = [...(found ?? [])].sort((one, other) => Number(millisOf(one.to) < now) - Number(millisOf(other.to) < now) || millisOf(one.from) - millisOf(other.from));
    return html`<section class="panel" aria-label="Silences and maintenance"><header><h2>Silences and maintenance windows</h2><span class="dim">while one lasts, nobody is sent a message about what it covers</span><span class="space"></span>
        ${this.may ? html`<button class="primary" @click=${() => void this.renderRoot.querySelector('fs-silence-form')?.open()}>${glyph('plus')}New</button>` : nothing}</header>
      ${this.silences.problem ? renderTrouble(this, this.silences.problem, 'The silences could not be loaded') : !found ? html`<div class="skeleton" .style=${'height:90px;margin:0 14px 14px'}></div>`
        : sorted.length === 0 ? html`<div class="none"><p>None: every incident that a receiver asked for is sent.</p></div>`
          : html`<table><thead><tr><th>What</th><th>Cluster</th><th>Kinds</th><th>From, to</th><th>Reason</th><th></th></tr></thead><tbody>${sorted.map((silence) => this.renderSilence(silence, now))}</tbody></table>`}</section>`;
  }

  private renderAudit(): TemplateResult {
    const found = this.audit.value;
    const more = (): void => {
      this.auditSize = MORE_AUDIT;
      this.load();
    };
    return html`<section class="panel" aria-label="Audit"><header><h2>Who did what</h2><span class="dim">acknowledged, handed over, noted, silenced; kept for the audit</span></header>
      ${this.audit.problem ? renderTrouble(this, this.audit.problem, 'The audit could not be loaded') : !found ? html`<div class="skeleton" .style=${'height:60px;margin:0 14px 14px'}></div>`
        : found.audit.length === 0 ? html`<div class="none"><p>Nobody has done anything yet.</p></div>`
          : html`<table><thead><tr><th>When</th><th>Who</th><th>What</th><th>Of</th><th>Words</th></tr></thead><tbody>${found.audit.map(({ at, by, action, incident, detail }) => html`<tr>
              <td class="tabular">${renderTime(at)}</td><td>${visible(by)}</td><td>${visible(plain(action))}</td><td>${incident ? html`<a href=${incidentLink(incident)}>${visible(incident)}</a>` : nothing}</td><td>${visible(detail)}</td></tr>`)}</tbody></table>
            ${found.next !== '' && this.auditSize < MORE_AUDIT ? html`<div class="none"><span><button class="small" @click=${more}>More</button></span></div>` : nothing}`}</section>`;
  }

  private renderSilence(silence: Silence, now: number): TemplateResult {
    const [from, to] = [millisOf(silence.from), millisOf(silence.to)];
    const when = to < now ? 'over' : from > now ? `begins in ${spanWords(from - now)}` : `ends in ${spanWords(to - now)}`;
    const of = `s:${silence.id}`;
    return html`<tr class=${to < now ? 'over' : ''}><td><span class="is">${glyph(silence.maintenance ? 'tool' : 'mute')}${silence.maintenance ? 'Maintenance' : 'Silence'}</span><br><span class="dim small-text">${when}</span></td>
      <td>${silence.cluster === '*' ? 'all' : visible(silence.cluster)}</td><td>${silence.kinds.length === 0 ? 'all' : silence.kinds.map((kind) => kindWords(kind)).join(', ')}</td>
      <td class="tabular">${renderTime(silence.from)}<br>${renderTime(silence.to)}</td><td>${visible(silence.reason)}<br><span class="dim small-text">${visible(silence.by)}</span></td>
      <td class="does">${this.may && to >= now ? html`<button ?disabled=${this.busy !== ''} @click=${() => void this.call(of, () => api.endSilence(silence.id), 'It is ended')}>${this.busy === of ? 'Ending …' : 'End now'}</button>` : nothing}
        ${this.said?.of === of ? html`<br><span class="bad small-text" role="alert">${this.said.words}</span>` : nothing}</td></tr>`;
  }
}
customElements.define('fs-notifications', FsNotifications);
