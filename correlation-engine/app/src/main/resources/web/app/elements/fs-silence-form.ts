import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { api, asProblem } from '../api';
import { emit } from '../events';
import { KINDS_OF_INCIDENTS, kindWords } from '../logic/incident-words';
import { localText, parseTyped, resolveTime } from '../logic/time';
import { visible } from '../logic/visible';
import { glyph } from './glyphs';
import { controls, overlays } from './styles';

const LENGTHS: readonly [number, string][] = [[30, '30 minutes'], [60, '1 hour'], [240, '4 hours'], [1440, '1 day']];

/** A silence or a maintenance window to be made: for what, from when to when, and why. Tells `made` when the engine has it. */
export class FsSilenceForm extends LitElement {
  static override styles = [controls, overlays, css`
    form { display: grid; gap: 14px; padding: 20px 22px; width: min(560px, calc(100vw - 40px)); }
    h2 { margin: 0; font-size: 17px; }
    p { margin: 0; }
    label.field { display: grid; gap: 4px; font-weight: 550; }
    label.field > * { font-weight: 400; }
    .two { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
    fieldset { border: 1px solid var(--line); border-radius: 8px; padding: 8px 12px 10px; margin: 0; display: grid; gap: 6px; }
    legend { font-weight: 550; padding: 0 4px; }
    .kinds { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 4px 10px; }
    .kinds label, .choice { display: flex; gap: 7px; align-items: baseline; }
    .row { display: flex; gap: 8px; flex-wrap: wrap; justify-content: end; }
    .lengths { display: flex; gap: 6px; flex-wrap: wrap; }
    .wrong { color: var(--danger); background: var(--danger-soft); padding: 8px 10px; border-radius: var(--radius); }
  `];
  static override properties = { clusters: {}, cluster: {}, wrong: { state: true }, busy: { state: true }, shown: { state: true } };
  declare clusters: readonly string[];
  /** Cluster that is chosen at first; empty: all. */
  declare cluster: string;
  declare wrong: string;
  declare busy: boolean;
  declare shown: boolean;

  constructor() {
    super();
    this.clusters = [];
    this.cluster = '';
    this.wrong = '';
    this.busy = false;
    this.shown = false;
  }

  async open(): Promise<void> {
    this.wrong = '';
    this.shown = true;
    await this.updateComplete;
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  private close(): void {
    this.renderRoot.querySelector('dialog')?.close();
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const now = Date.now();
    const at = (name: string): number | undefined => {
      const typed = parseTyped(String(data.get(name)), now);
      return typed === undefined ? undefined : resolveTime(typed, now);
    };
    const [from, to] = [at('from'), at('to')];
    if (from === undefined || to === undefined) {
      this.wrong = `“${String(data.get(from === undefined ? 'from' : 'to'))}” is not a time. Write it like 2026-11-20 10:00 or now+2h.`;
      return;
    }
    if (to <= Math.max(from, now)) {
      this.wrong = 'It must end later than it begins, and later than now.';
      return;
    }
    this.busy = true;
    this.wrong = '';
    try {
      const maintenance = data.get('sort') === 'maintenance';
      await api.addSilence({
        cluster: String(data.get('cluster')), kinds: data.getAll('kind').map(String), from: new Date(from).toISOString(), to: new Date(to).toISOString(),
        reason: String(data.get('reason')).trim(), maintenance,
      });
      this.close();
      emit(this, 'fs-say', maintenance ? 'Maintenance window is set' : 'Silence is set');
      this.dispatchEvent(new CustomEvent('made'));
    } catch (failure) {
      const problem = asProblem(failure);
      this.wrong = `${problem.title}. ${problem.detail}`;
    } finally {
      this.busy = false;
    }
  }

  private last(minutes: number): void {
    const from = this.renderRoot.querySelector<HTMLInputElement>('input[name=from]');
    const to = this.renderRoot.querySelector<HTMLInputElement>('input[name=to]');
    const now = Date.now();
    const begin = resolveTime(parseTyped(from?.value ?? '', now) ?? 'now', now) ?? now;
    if (to) {
      to.value = localText(Math.floor((begin + minutes * 60_000) / 1000) * 1000);
    }
  }

  override render(): TemplateResult | typeof nothing {
    return this.shown ? html`<dialog aria-labelledby="title" @close=${() => (this.shown = false)}>${this.renderForm()}</dialog>` : nothing;
  }

  private renderForm(): TemplateResult {
    const now = Math.floor(Date.now() / 1000) * 1000;
    const names = [...new Set([...this.clusters, ...(this.cluster ? [this.cluster] : [])])].sort();
    return html`<form @submit=${this.submit}>
      <h2 id="title">Hold notifications back</h2>
      <p class="dim">Incidents are still recorded and shown; nobody is sent a message about them until it ends.</p>
      <fieldset><legend>Why</legend>
        <label class="choice"><input type="radio" name="sort" value="maintenance" checked><span><b>Maintenance</b>: people work on it, and what happens is expected</span></label>
        <label class="choice"><input type="radio" name="sort" value="silence"><span><b>Silence</b>: it is known, and needs no further messages</span></label>
        <label class="field">Reason<input type="text" name="reason" maxlength="500" autocomplete="off" required placeholder="Patching node vms-b, ticket 4711"></label></fieldset>
      <label class="field">Cluster<select name="cluster"><option value="*" ?selected=${this.cluster === ''}>all clusters</option>${names.map((name) => html`<option value=${name} ?selected=${this.cluster === name}>${visible(name)}</option>`)}</select></label>
      <div class="two"><label class="field">From<input type="text" name="from" autocomplete="off" spellcheck="false" .value=${localText(now)} required></label>
        <label class="field">To<input type="text" name="to" autocomplete="off" spellcheck="false" .value=${localText(now + 3_600_000)} required></label></div>
      <div class="lengths">${LENGTHS.map(([minutes, words]) => html`<button type="button" class="small" @click=${() => this.last(minutes)}>${words}</button>`)}</div>
      <fieldset><legend>Kinds of incidents <span class="dim">(none chosen: all)</span></legend>
        <div class="kinds">${KINDS_OF_INCIDENTS.map((kind) => html`<label><input type="checkbox" name="kind" value=${kind}>${kindWords(kind)}</label>`)}</div></fieldset>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : nothing}
      <div class="row"><button type="button" @click=${this.close}>Cancel</button><button class="primary" ?disabled=${this.busy}>${glyph('mute')}${this.busy ? 'Setting …' : 'Set'}</button></div>
    </form>`;
  }
}
customElements.define('fs-silence-form', FsSilenceForm);

declare global {
  interface HTMLElementTagNameMap {
    'fs-silence-form': FsSilenceForm;
  }
}
