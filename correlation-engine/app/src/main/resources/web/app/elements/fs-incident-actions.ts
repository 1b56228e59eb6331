import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { api, asProblem } from '../api';
import { copy, emit } from '../events';
import { storedSpan } from '../logic/evidence-rows';
import type { Incident } from '../model';
import { incidentLink } from '../route';
import { spanLink } from '../state';
import { glyph } from './glyphs';
import './fs-silence-form';
import { controls, overlays } from './styles';

type Asked = 'acknowledge' | 'hand-over' | 'notes';

const TITLES: Record<Asked, string> = { acknowledge: 'Acknowledge', 'hand-over': 'Hand over', notes: 'Add a note' };
const DONE: Record<Asked, string> = { acknowledge: 'Acknowledged', 'hand-over': 'Handed over', notes: 'Note added' };

/** What one can do with an incident. Whoever only reads sees no button that changes anything. Tells `acted` when the engine has done it. */
export class FsIncidentActions extends LitElement {
  static override styles = [controls, overlays, css`
    :host { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
    a.button { display: inline-flex; align-items: center; gap: 6px; padding: 0 10px; min-height: 30px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); color: inherit; text-decoration: none; white-space: nowrap; }
    a.button:hover { background: var(--hover); border-color: var(--line-strong); }
    form { display: grid; gap: 12px; padding: 20px 22px; width: min(480px, calc(100vw - 40px)); }
    h2 { margin: 0; font-size: 17px; }
    p { margin: 0; }
    label { display: grid; gap: 4px; font-weight: 550; }
    textarea { font: inherit; color: inherit; min-height: 96px; padding: 7px 9px; border: 1px solid var(--line-strong); border-radius: var(--radius); background: var(--raised); resize: vertical; }
    input { font-weight: 400; }
    .row { display: flex; gap: 8px; justify-content: end; }
    .wrong { color: var(--danger); background: var(--danger-soft); padding: 8px 10px; border-radius: var(--radius); }
  `];
  static override properties = { incident: {}, may: {}, past: {}, clusters: {}, asked: { state: true }, busy: { state: true }, wrong: { state: true } };
  declare incident: Incident;
  declare may: boolean;
  /** An older revision is shown: it can be read, not acted on. */
  declare past: boolean;
  declare clusters: readonly string[];
  declare asked: Asked | undefined;
  declare busy: boolean;
  declare wrong: string;

  constructor() {
    super();
    this.may = false;
    this.past = false;
    this.clusters = [];
    this.busy = false;
    this.wrong = '';
  }

  async ask(asked: Asked): Promise<void> {
    this.asked = asked;
    this.wrong = '';
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLDialogElement>('dialog.act')?.showModal();
    this.renderRoot.querySelector<HTMLElement>('dialog.act input, dialog.act textarea')?.focus();
  }

  private close(): void {
    this.renderRoot.querySelector<HTMLDialogElement>('dialog.act')?.close();
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const asked = this.asked;
    if (!asked || this.busy) {
      return;
    }
    const data = new FormData(event.target as HTMLFormElement);
    const body = Object.fromEntries(['to', 'text'].filter((name) => data.has(name)).map((name) => [name, String(data.get(name)).trim()]));
    this.busy = true;
    this.wrong = '';
    try {
      await api.actOnIncident(this.incident.id, asked, body);
      this.close();
      emit(this, 'fs-say', DONE[asked]);
      this.dispatchEvent(new CustomEvent('acted'));
    } catch (failure) {
      const problem = asProblem(failure);
      this.wrong = `${problem.title}. ${problem.detail}`;
    } finally {
      this.busy = false;
    }
  }

  override render(): TemplateResult {
    const span = storedSpan(this.incident);
    const url = `/api/v1/incidents/${encodeURIComponent(this.incident.id)}/report.html`;
    return html`${this.may && !this.past ? this.renderActs() : nothing}
      <a class="button" href=${url} download="incident-${this.incident.id}.html" title="One file with all of it, to keep or to send">${glyph('save')}Save as HTML</a>
      ${span ? html`<a class="button" href=${spanLink(span.from, span.to)} title="Every entry of that time, of all sources">${glyph('search')}Open in search</a>` : nothing}
      <button class="icon" aria-label="Copy the link" title="Copy the link" @click=${() => void copy(this, `${location.origin}${location.pathname}${incidentLink(this.incident.id)}`, 'Link')}>${glyph('link')}</button>
      ${this.asked ? this.renderDialog(this.asked) : nothing}`;
  }

  private renderActs(): TemplateResult {
    const { acknowledged, state } = this.incident;
    return html`${acknowledged ? nothing : html`<button class=${state === 'closed' ? '' : 'primary'} @click=${() => void this.ask('acknowledge')}>${glyph('ok')}Acknowledge</button>`}
      <button @click=${() => void this.ask('hand-over')}>${glyph('hand')}Hand over</button>
      <button @click=${() => void this.ask('notes')}>${glyph('note')}Note</button>
      <button @click=${() => void this.renderRoot.querySelector('fs-silence-form')?.open()}>${glyph('mute')}Silence</button>
      <fs-silence-form .clusters=${this.clusters} .cluster=${this.incident.cluster} @made=${() => this.dispatchEvent(new CustomEvent('acted'))}></fs-silence-form>`;
  }

  private renderDialog(asked: Asked): TemplateResult {
    return html`<dialog class="act" aria-labelledby="title" @close=${() => (this.asked = undefined)}><form @submit=${this.submit}>
      <h2 id="title">${TITLES[asked]}</h2>
      ${asked === 'acknowledge' ? html`<p>It is then said everywhere that you have seen this incident and look after it.</p>` : nothing}
      ${asked === 'hand-over' ? html`<label>To whom<input type="text" name="to" maxlength="100" autocomplete="off" required></label>` : nothing}
      ${asked === 'acknowledge' ? nothing : html`<label>${asked === 'notes' ? 'What you found out or did' : 'What the next one has to know'}<textarea name="text" maxlength="4000" ?required=${asked === 'notes'}></textarea></label>`}
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : nothing}
      <div class="row"><button type="button" @click=${this.close}>Cancel</button><button class="primary" ?disabled=${this.busy}>${this.busy ? 'Sending …' : TITLES[asked]}</button></div>
    </form></dialog>`;
  }
}
customElements.define('fs-incident-actions', FsIncidentActions);

declare global {
  interface HTMLElementTagNameMap {
    'fs-incident-actions': FsIncidentActions;
  }
}
