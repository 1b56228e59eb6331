import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { spanWords, plusMinus } from '../logic/durations';
import { ALL_EVIDENCE, entryId, shownEvidence, sinceFault, type EvidenceFilter } from '../logic/evidence-rows';
import { millisOf, stampOf } from '../logic/format';
import { layerWords, plain, stepWords } from '../logic/incident-words';
import { stepOf } from '../logic/timeline';
import { visible } from '../logic/visible';
import type { Evidence, Incident } from '../model';
import { entryLink } from '../state';
import { glyph } from './glyphs';
import { controls } from './styles';
import { shapeStyles, stepShape } from './timeline-shapes';

/** The lines that prove an incident, each with both its times and the way to its entry. */
export class FsEvidence extends LitElement {
  static override styles = [controls, shapeStyles, css`
    :host { display: block; }
    .tools { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 8px 12px; }
    h2 { margin: 0; font-size: 14px; }
    .tools .space { flex: 1; }
    .tools input { width: 190px; }
    .row { display: grid; grid-template-columns: 114px 162px 150px 184px minmax(0, 1fr) 34px; gap: 0 14px; padding: 5px 12px; border-top: 1px solid var(--line); border-left: 3px solid transparent; align-items: start; scroll-margin: 60px; }
    .rows .row { content-visibility: auto; contain-intrinsic-size: auto 48px; }
    .row.head { font-size: 12px; font-weight: 600; color: var(--text-dim); padding: 3px 12px; }
    .rows .row:hover { background: var(--hover); }
    .row.on { background: var(--accent-soft); border-left-color: var(--accent); }
    .row:focus { outline: none; } .row:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
    .row > * { min-width: 0; display: grid; align-content: start; overflow-wrap: anywhere; }
    .sub { color: var(--text-dim); font-size: 12px; }
    .time { font-family: var(--mono); font-size: 12.5px; font-variant-numeric: tabular-nums; }
    .step { display: flex; gap: 5px; align-items: center; font-weight: 600; }
    .step svg { width: 16px; height: 16px; flex: none; }
    .off { color: var(--warn-text); }
    .text { font: 12.5px/1.45 var(--mono); white-space: pre-wrap; }
    .links { display: flex; gap: 2px; justify-content: end; }
    .links a { display: grid; place-items: center; width: 28px; height: 26px; border-radius: var(--radius); color: var(--accent); }
    .links a:hover { background: var(--selected); }
    .none { padding: 16px; color: var(--text-dim); border-top: 1px solid var(--line); margin: 0; }
    @media (max-width: 1200px) {
      .row { grid-template-columns: 100px 118px 112px 112px minmax(0, 1fr) 30px; gap: 0 9px; }
      .links { flex-direction: column; }
    }
  `];
  static override properties = { incident: {}, marked: {}, filter: { state: true } };
  declare incident: Incident;
  declare marked: ReadonlySet<string>;
  declare filter: EvidenceFilter;

  constructor() {
    super();
    this.marked = new Set();
    this.filter = ALL_EVIDENCE;
  }

  /** Brings a line into view and gives it the focus; takes back a filter that hides it. */
  async reveal(id: string): Promise<void> {
    if (!shownEvidence(this.incident.evidence, this.filter).some((item) => item.id === id)) {
      this.filter = ALL_EVIDENCE;
    }
    await this.updateComplete;
    const row = [...this.renderRoot.querySelectorAll<HTMLElement>('.rows .row')].find((one) => one.dataset.id === id);
    row?.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    row?.focus({ preventScroll: true });
  }

  private step(event: KeyboardEvent): void {
    const by = event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0;
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('.rows .row')];
    const next = rows[rows.indexOf(event.target as HTMLElement) + by];
    if (by !== 0 && rows.includes(event.target as HTMLElement)) {
      event.preventDefault();
      next?.focus();
    }
  }

  override render(): TemplateResult {
    const { evidence, evidenceDropped } = this.incident;
    const shown = shownEvidence(evidence, this.filter);
    const nodes = [...new Set(evidence.map(({ node }) => node))].sort();
    return html`<div class="tools"><h2>Evidence</h2><span class="dim">${shown.length === evidence.length ? `${evidence.length} ${evidence.length === 1 ? 'line' : 'lines'}` : `${shown.length} of ${evidence.length} lines`}${evidenceDropped > 0 ? `, ${evidenceDropped} more were not kept: find them in the search` : ''}</span><span class="space"></span>
        <button class="small" aria-pressed=${this.filter.tellingOnly} @click=${() => (this.filter = { ...this.filter, tellingOnly: !this.filter.tellingOnly })} title="Only lines that prove one of the six instants">Only what proves an instant</button>
        ${nodes.length > 1 ? html`<select aria-label="Node" @change=${(event: Event) => (this.filter = { ...this.filter, node: (event.target as HTMLSelectElement).value })}><option value="" ?selected=${this.filter.node === ''}>all nodes</option>${nodes.map((node) => html`<option value=${node} ?selected=${this.filter.node === node}>${visible(node)}</option>`)}</select>` : nothing}
        <input type="search" placeholder="Words in the lines" aria-label="Words in the lines" .value=${this.filter.text} @input=${(event: Event) => (this.filter = { ...this.filter, text: (event.target as HTMLInputElement).value })}></div>
      <div role="table" aria-label="Evidence" @keydown=${this.step}>
        <div class="row head" role="row"><span role="columnheader">Time, corrected</span><span role="columnheader">As stored, its clock</span><span role="columnheader">What it proves</span><span role="columnheader">Where</span><span role="columnheader">Line</span><span role="columnheader"><span class="unseen">Links</span></span></div>
        <div class="rows" role="rowgroup">${repeat(shown, ({ id }) => id, (item, at) => this.renderRow(item, at))}</div>
        ${shown.length === 0 ? html`<p class="none">${evidence.length === 0 ? 'No line is kept with this incident.' : 'No line matches.'}</p>` : nothing}
      </div>`;
  }

  private renderRow(item: Evidence, at: number): TemplateResult {
    const stored = stampOf(item.storedTime);
    const since = sinceFault(item, this.incident);
    const offset = item.clockOffsetMillis;
    const id = entryId(item.id);
    const link = entryLink(id, millisOf(item.storedTime), true);
    const hover = visible(`${item.time} corrected\n${item.storedTime} as the source wrote it\n${item.observed} received\nsource ${item.source}${item.sha256 ? `\nSHA-256 ${item.sha256}` : ''}`);
    return html`<div class="row ${this.marked.has(item.id) ? 'on' : ''}" role="row" tabindex=${at === 0 || this.marked.has(item.id) ? 0 : -1} data-id=${item.id} title=${hover}>
      <span role="cell"><span class="time">${stampOf(item.time).time}</span><span class="sub tabular">${since === undefined ? nothing : `${since >= 0 ? '+' : ''}${spanWords(since)} `}</span></span>
      <span role="cell"><span class="time">${stored.time}</span><span class="sub ${offset !== null && Math.abs(offset) >= 1000 ? 'off' : ''}">${offset === null ? 'clock not known' : Math.round(offset) === 0 ? 'clock right' : `${spanWords(Math.abs(offset))} ${offset > 0 ? 'ahead' : 'behind'}`} ${plusMinus(item.uncertaintyMillis)}</span></span>
      <span role="cell"><span class="step"><svg viewBox="-8 -8 16 16" aria-hidden="true">${stepShape(stepOf(item), 0, 0)}</svg>${stepOf(item) === 'context' ? html`<span class="dim">around it</span>` : stepWords(item.step)}</span><span class="sub">${plain(item.kind)}</span></span>
      <span role="cell"><span>${visible(item.node) || '–'}</span><span class="sub">${[layerWords(item.layer), visible(item.component)].filter((part) => part !== '').join(' · ')}${item.resource ? html`<br>${visible(item.resource)}` : nothing}</span></span>
      <span role="cell" class="text">${visible(item.text)}</span>
      <span role="cell" class="links"><a href=${link} title="The entry in the search, with its neighbours" aria-label="The entry in the search, with its neighbours">${glyph('lines')}</a></span></div>`;
  }
}
customElements.define('fs-evidence', FsEvidence);

declare global {
  interface HTMLElementTagNameMap {
    'fs-evidence': FsEvidence;
  }
}
