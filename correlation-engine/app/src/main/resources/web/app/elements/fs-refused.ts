import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { api, asProblem } from '../api';
import { Loader } from '../loader';
import { entries, goesOn, resentWords, sumOf, type DeadLetter, type DeadLetters, type Resent } from '../logic/dead-letters';
import { visible } from '../logic/visible';
import { glyph } from './glyphs';
import { pages, renderTime, renderTrouble } from './page-styles';
import { controls } from './styles';

const PAGE = 50;
const REFRESH_MILLIS = 15_000;
const NOTHING: Resent = { delivered: 0, alreadyThere: 0, refused: 0, left: 0 };

/** Entries that OpenSearch refused for good: what each says, why it was refused, and sending some or all again. */
export class FsRefused extends LitElement {
  static override styles = [controls, pages, css`
    section { margin-top: 14px; }
    table { width: 100%; border-collapse: collapse; table-layout: fixed; }
    th, td { text-align: left; padding: 8px 14px; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
    th { font-size: 12px; color: var(--text-dim); font-weight: 600; padding: 8px 14px 4px; border-top: none; }
    .pick { width: 22px; padding-right: 0; }
    .when { width: 168px; }
    .from { width: 18%; }
    .why { width: 30%; }
    .small-text { font-size: 12px; }
    .bad { color: var(--danger); }
    .line { font: 12.5px/1.45 var(--mono); max-height: 5.8em; overflow-y: auto; white-space: pre-wrap; }
    summary { cursor: pointer; font-size: 12px; color: var(--text-dim); margin-top: 4px; }
    pre { margin: 6px 0 0; padding: 8px 10px; border-radius: var(--radius); background: var(--sunken); font: 12px/1.45 var(--mono); white-space: pre-wrap; max-height: 260px; overflow-y: auto; }
    .state { margin: 24px auto; }
    .none { padding: 16px 14px; display: grid; gap: 6px; }
    .foot { display: flex; gap: 10px; padding: 10px 14px; border-top: 1px solid var(--line); align-items: center; }
  `];
  static override properties = { may: {}, chosen: { state: true }, busy: { state: true }, said: { state: true }, failed: { state: true } };
  declare may: boolean;
  declare chosen: ReadonlySet<string>;
  declare busy: boolean;
  /** What came of the last sending. */
  declare said: string;
  declare failed: string;
  private readonly letters = new Loader<DeadLetters>(() => this.requestUpdate());
  private skip = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.may = false;
    this.chosen = new Set();
    this.busy = false;
    this.said = '';
    this.failed = '';
    this.addEventListener('fs-retry', () => this.load());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.load();
    this.timer = setInterval(() => document.hidden || this.busy || this.load(), REFRESH_MILLIS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.letters.cancel();
  }

  private load(): void {
    void this.letters.load((signal) => api.deadLetters(PAGE, this.skip, signal));
  }

  private turn(skip: number): void {
    this.skip = Math.max(0, skip);
    this.chosen = new Set();
    this.load();
  }

  private choose(id: string, on: boolean): void {
    const next = new Set(this.chosen);
    if (on) {
      next.add(id);
    } else {
      next.delete(id);
    }
    this.chosen = next;
  }

  /** All: as often as it takes, each entry once, since all are meant that were refused before now. */
  private async resend(which: { readonly ids: readonly string[] } | { readonly before: string }): Promise<void> {
    this.busy = true;
    this.said = '';
    this.failed = '';
    let sum = NOTHING;
    try {
      let last: Resent;
      do {
        last = await api.resendDeadLetters(which);
        sum = sumOf(sum, last);
        this.said = resentWords(sum);
      } while (goesOn(last));
      this.chosen = new Set();
    } catch (failure) {
      const problem = asProblem(failure);
      this.failed = `${problem.title}. ${problem.detail}`;
    } finally {
      this.busy = false;
      this.skip = 0;
      this.load();
    }
  }

  private resendAll(): void {
    const newest = this.skip === 0 ? this.letters.value?.letters[0]?.at : undefined;
    // The appliance's clock, where it is known: this browser's may be wrong.
    const before = newest === undefined ? new Date() : new Date(Date.parse(newest) + 1000);
    void this.resend({ before: before.toISOString() });
  }

  override render(): TemplateResult {
    const found = this.letters.value;
    return html`<div class="page"><header><h1>Refused entries</h1><span class="dim">OpenSearch refused them for good, so no search finds them; they are kept with the reason</span><span class="space"></span>
        ${this.may && found && found.count > 0 ? html`
          <button ?disabled=${this.busy || this.chosen.size === 0} @click=${() => void this.resend({ ids: [...this.chosen] })}>${this.chosen.size === 0 ? 'Send chosen again' : `Send ${this.chosen.size} again`}</button>
          <button class="primary" ?disabled=${this.busy} @click=${() => this.resendAll()}>${glyph('sync')}${this.busy ? 'Sending …' : 'Send all again'}</button>` : nothing}</header>
      <div role="status" aria-live="polite">${this.said ? html`<p class="away">${visible(this.said)}</p>` : nothing}</div>
      ${this.failed ? html`<p class="away bad" role="alert">${glyph('warning')}<span>${visible(this.failed)}</span></p>` : nothing}
      <section class="panel" aria-label="Refused entries">${this.letters.problem ? renderTrouble(this, this.letters.problem, 'The refused entries could not be loaded') : this.renderLetters(found)}</section></div>`;
  }

  private renderLetters(found: DeadLetters | undefined): TemplateResult {
    if (!found) {
      return html`<div class="skeleton" .style=${'height:120px'}></div>`;
    }
    const dropped = found.dropped > 0 ? html`<div class="none bad">${entries(found.dropped)} were dropped for lack of room, the oldest first: they are lost.</div>` : nothing;
    if (found.count === 0) {
      return html`${dropped}<div class="none"><p><b>None.</b> Every entry that came in could be indexed.</p></div>`;
    }
    const all = found.letters.length > 0 && found.letters.every(({ id }) => this.chosen.has(id));
    return html`${dropped}<table><thead><tr>
        ${this.may ? html`<th class="pick"><input type="checkbox" aria-label="Choose all on this page" .checked=${all} @change=${(event: Event) => (this.chosen = new Set((event.target as HTMLInputElement).checked ? found.letters.map(({ id }) => id) : []))}></th>` : nothing}
        <th class="when">Refused</th><th class="from">From</th><th>Line</th><th class="why">Reason</th></tr></thead>
      <tbody>${found.letters.map((letter) => this.renderLetter(letter))}</tbody></table>
      <div class="foot"><span class="dim small-text">${entries(found.count)}, ${(found.bytes / 1e6).toFixed(1)} of ${Math.round(found.maxBytes / 1e6)} MB</span><span class="space"></span>
        ${this.skip > 0 ? html`<button class="small" @click=${() => this.turn(this.skip - PAGE)}>Newer</button>` : nothing}
        ${found.next >= 0 ? html`<button class="small" @click=${() => this.turn(found.next)}>Older</button>` : nothing}</div>`;
  }

  private renderLetter(letter: DeadLetter): TemplateResult {
    return html`<tr>
      ${this.may ? html`<td class="pick"><input type="checkbox" aria-label=${`Choose ${letter.id}`} .checked=${this.chosen.has(letter.id)} @change=${(event: Event) => this.choose(letter.id, (event.target as HTMLInputElement).checked)}></td>` : nothing}
      <td class="tabular">${renderTime(letter.at)}<br><span class="dim small-text">${visible(letter.id)}</span></td>
      <td>${visible(letter.host || letter.source)}${letter.host ? html`<br><span class="dim small-text">${visible(letter.source)}</span>` : nothing}</td>
      <td><div class="line" tabindex="0">${visible(letter.text)}</div><details><summary>What was to be indexed</summary><pre>${visible(letter.document)}</pre></details></td>
      <td><b>${visible(letter.error)}</b><br><span class="small-text">${visible(letter.reason)}</span><br><span class="dim small-text">${visible(letter.index)}</span></td></tr>`;
  }
}
customElements.define('fs-refused', FsRefused);
