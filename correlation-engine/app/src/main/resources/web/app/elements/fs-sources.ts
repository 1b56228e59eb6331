import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { api } from '../api';
import { Loader } from '../loader';
import { agoWords, offsetWords, spanWords } from '../logic/durations';
import { count } from '../logic/format';
import { chosen, rateWords, sorted, WORST_FIRST, type Column, type Order, type Source, type Sources } from '../logic/sources';
import { visible } from '../logic/visible';
import { sourcesLink } from '../route';
import { Ticker } from '../ticker';
import './fs-source';
import { glyph } from './glyphs';
import { grades, pages, renderTime, renderTrouble } from './page-styles';
import { controls } from './styles';

const REFRESH_MILLIS = 5000;
const ROWS = 200;
const TITLES: readonly [Column, string, string][] = [
  ['source', 'Source', 'One sender at one door'], ['host', 'Host', 'The host name that it claims'], ['node', 'Site and node', 'As failsight.yaml knows it'],
  ['lastSeen', 'Last heard', 'When its last entry was received'], ['perSecond', 'Rate', 'Entries over the last minute or so'],
  ['silence', 'Silence', 'Whether it is quiet for longer than it was declared, or than is its habit'],
  ['clock', 'Clock', 'How far its clock is ahead of the collector’s'], ['missing', 'Missing', 'Entries that it numbered and that did not come'],
];

/** Everybody who sends: how much, how lately, and what did not come. */
export class FsSources extends LitElement {
  static override styles = [controls, pages, grades, css`
    .split { display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; align-items: start; }
    .split.open { grid-template-columns: minmax(0, 1fr) minmax(340px, 30%); }
    .panel { overflow-x: auto; }
    table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
    th, td { text-align: left; padding: 7px 9px; border-top: 1px solid var(--line); vertical-align: top; }
    thead th { border-top: 0; padding: 4px 1px; white-space: nowrap; }
    th button { border-color: transparent; background: transparent; font-size: 12px; font-weight: 600; color: var(--text-dim); min-height: 26px; padding: 0 8px; }
    th[aria-sort='ascending'] button, th[aria-sort='descending'] button { color: var(--text); }
    .arrow { display: inline-block; width: 9px; }
    tbody tr:hover { background: var(--hover); }
    tbody tr[aria-selected='true'] { background: var(--accent-soft); }
    td.name { overflow-wrap: anywhere; min-width: 150px; }
    td.word { overflow-wrap: anywhere; min-width: 90px; }
    td.short { white-space: nowrap; }
    .split.open .place { display: none; }
    td.name a { font-weight: 600; text-decoration: none; }
    td.name a:hover { text-decoration: underline; }
    td.right, th.right { text-align: right; }
    .small-text { font-size: 12px; }
    .bad { color: var(--danger); font-weight: 600; }
    .warned { color: var(--warn-text); font-weight: 600; }
    .is { display: inline-flex; gap: 5px; align-items: center; white-space: nowrap; }
    input[type='search'] { width: 300px; }
    .losses { margin-bottom: 14px; }
    .losses header { padding: 10px 14px; }
    .end { padding: 12px 14px; text-align: center; }
    @media (max-width: 1180px) { .split.open { grid-template-columns: minmax(0, 1fr); } fs-source { order: -1; } }
  `];
  static override properties = { source: {}, host: {}, words: { state: true }, order: { state: true }, rows: { state: true } };
  /** The one whose gaps are shown, empty for none. */
  declare source: string;
  declare host: string;
  declare words: string;
  declare order: Order;
  declare rows: number;
  private readonly found = new Loader<Sources>(() => this.requestUpdate());
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.source = '';
    this.host = '';
    this.words = '';
    this.order = WORST_FIRST;
    this.rows = ROWS;
    new Ticker(this);
    this.addEventListener('fs-retry', () => void this.load());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
    this.timer = setInterval(() => document.hidden || this.found.loading || void this.load(), REFRESH_MILLIS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.found.cancel();
  }

  private load(): Promise<void> {
    return this.found.load((signal) => api.sources(signal));
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('source') && this.source !== '' && changed.get('source') === '') {
      this.renderRoot.querySelector<HTMLElement>('fs-source')?.focus();
    }
  }

  override render(): TemplateResult {
    return html`<div class="page"><header><h1>Sources</h1>${this.renderSummary()}<span class="space"></span>
        <input type="search" aria-label="Filter sources" placeholder="Filter: name, host, site, silent, missing" .value=${this.words} @input=${(event: Event) => { this.words = (event.target as HTMLInputElement).value; this.rows = ROWS; }}></header>
      ${this.renderFound()}</div>`;
  }

  private renderSummary(): TemplateResult | typeof nothing {
    const sources = this.found.value?.sources;
    if (!sources) {
      return nothing;
    }
    const silent = sources.filter((source) => source.silent).length;
    const gappy = sources.filter((source) => source.missing > 0).length;
    return html`<span class="dim">${count(sources.length)} ${sources.length === 1 ? 'speaks' : 'speak'}</span>
      ${gappy > 0 ? html`<span class="pill g-degraded">${glyph('warning')}${gappy} with missing entries</span>` : nothing}
      ${silent > 0 ? html`<span class="pill g-degraded">${glyph('mute')}${silent} silent</span>` : nothing}
      ${this.found.problem && this.found.value ? html`<span class="warned is" role="status">${glyph('warning')}${this.found.problem.title}; what you see is older</span>` : nothing}`;
  }

  private renderFound(): TemplateResult {
    const { value, problem } = this.found;
    if (!value) {
      return problem ? renderTrouble(this, problem, 'The sources could not be loaded')
        : html`<div aria-hidden="true">${Array.from({ length: 8 }, () => html`<div class="skeleton" .style=${'height:40px;margin-bottom:6px'}></div>`)}</div><span class="unseen" role="status">Loading sources</span>`;
    }
    if (value.sources.length === 0) {
      return html`<div class="state"><h2>Nobody has sent anything yet</h2><p>As soon as a first entry comes in through one of the doors, its source stands here: how much it sends, when it was heard last, how its clock goes, and which of its entries did not come.</p></div>`;
    }
    const rows = chosen(value.sources, this.words, this.order);
    return html`${this.renderLosses(value)}<div class="split ${this.source === '' ? '' : 'open'} ${problem ? 'stale' : ''}">
      <section class="panel" aria-label="All sources">${rows.length === 0 ? html`<div class="state"><h2>None of them</h2><p>No source fits <b>${visible(this.words)}</b>.</p><div class="row"><button @click=${() => (this.words = '')}>Show all</button></div></div>` : this.renderTable(rows)}</section>
      ${this.source === '' ? nothing : html`<fs-source tabindex="-1" .source=${this.source} .host=${this.host}></fs-source>`}</div>`;
  }

  private renderLosses(value: Sources): TemplateResult | typeof nothing {
    return value.losses.length === 0 ? nothing : html`<section class="panel losses" aria-label="Losses"><header><h2 class="is">${glyph('warning')}Lost without a number that says so</h2></header>
      <table><tbody>${value.losses.slice(0, 5).map((loss) => html`<tr><td class="name">${visible(loss.where)}</td>
        <td>${loss.records > 0 ? `${count(loss.records)} records` : loss.bytes > 0 ? `${count(loss.bytes)} bytes` : 'nobody knows how many'}</td>
        <td>between ${renderTime(loss.after)} and ${renderTime(loss.before)}</td><td>${visible(loss.reason)}${loss.sources.length > 0 ? html`<br><span class="dim small-text">who may miss some: ${visible(loss.sources.join(', '))}</span>` : nothing}</td></tr>`)}</tbody></table></section>`;
  }

  private renderTable(rows: readonly Source[]): TemplateResult {
    return html`<table><thead><tr>${TITLES.map(([column, title, meaning]) => this.renderTitle(column, title, meaning))}</tr></thead>
      <tbody>${rows.slice(0, this.rows).map((source) => this.renderRow(source))}</tbody></table>
      ${rows.length > this.rows ? html`<div class="end"><button class="small" @click=${() => (this.rows += ROWS)}>Show more of ${count(rows.length)}</button></div>` : nothing}`;
  }

  private renderTitle(column: Column, title: string, meaning: string): TemplateResult {
    const here = this.order.by === column;
    return html`<th scope="col" class=${column === 'perSecond' || column === 'missing' ? 'right' : column === 'node' ? 'place' : ''} aria-sort=${here ? (this.order.down ? 'descending' : 'ascending') : 'none'}>
      <button title=${meaning} @click=${() => (this.order = sorted(column, this.order))}>${title}<span class="arrow" aria-hidden="true">${here ? (this.order.down ? '↓' : '↑') : ''}</span></button></th>`;
  }

  private renderRow(source: Source): TemplateResult {
    const open = source.source === this.source && source.host === this.host;
    const place = [source.site, source.node].filter((word) => word !== '').join(' / ');
    return html`<tr aria-selected=${open}><td class="name"><a href=${sourcesLink(source.source, source.host)}>${visible(source.source)}</a>${source.refused > 0 ? html`<br><span class="bad small-text">${count(source.refused)} refused</span>` : nothing}</td>
      <td class="word">${source.host ? visible(source.host) : html`<span class="dim">—</span>`}</td><td class="word place">${place ? visible(place) : html`<span class="dim">—</span>`}</td>
      <td class="short">${source.lastSeen ? html`<span title=${source.lastSeen}>${agoWords(source.lastSeen, Date.now())}</span>` : html`<span class="dim">never</span>`}</td>
      <td class="right short">${rateWords(source.perSecond)}</td><td>${this.renderSilence(source)}</td><td class="short">${this.renderClock(source)}</td>
      <td class="right short">${source.missing > 0 ? html`<span class="bad">${count(source.missing)}</span>` : source.counting ? html`<span title="It numbers its entries, and none is missing">0</span>` : html`<span class="dim" title="It does not number its entries">—</span>`}</td></tr>`;
  }

  private renderSilence(source: Source): TemplateResult {
    const allowed = source.allowedSeconds === null ? '' : `${source.declared ? 'declared' : 'by its habit'}: at most ${spanWords(source.allowedSeconds * 1000)}`;
    return source.silent ? html`<span class="is warned" title=${allowed}>${glyph('mute')}silent for ${spanWords(Math.round(source.quietSeconds) * 1000)}</span>`
      : source.allowedSeconds === null ? html`<span class="dim" title="Nobody declared it, and it has no rhythm yet">—</span>`
        : html`<span title=${allowed}>speaks</span>`;
  }

  private renderClock(source: Source): TemplateResult {
    const { clockOffsetSeconds: offset, clockUncertaintySeconds: width } = source;
    if (offset === null) {
      return html`<span class="dim">—</span>`;
    }
    const apart = Math.abs(offset) - (width ?? 0) >= 1;
    return html`<span class=${apart ? 'warned' : ''} title=${offsetWords(offset * 1000, width === null ? null : width * 1000)}>${offsetWords(offset * 1000, null)}</span>`;
  }
}
customElements.define('fs-sources', FsSources);
