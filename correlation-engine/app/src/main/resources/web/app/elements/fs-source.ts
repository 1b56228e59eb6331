import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { api } from '../api';
import { emit } from '../events';
import { Loader } from '../loader';
import { offsetWords, spanWords } from '../logic/durations';
import { count } from '../logic/format';
import { around, bytesWords, countingWords, type Series, type SourceDetail, type SourceGap } from '../logic/sources';
import { visible } from '../logic/visible';
import { searchLink, sourcesLink } from '../route';
import { glyph } from './glyphs';
import { grades, pages, renderTime } from './page-styles';
import { controls } from './styles';

const REFRESH_MILLIS = 5000;

/** One source: what came, how it counts, and its gaps with the way to the entries around each. */
export class FsSource extends LitElement {
  static override styles = [controls, pages, grades, css`
    :host { display: block; flex: none; outline: none; }
    header { display: flex; gap: 8px; align-items: start; padding: 12px 14px 6px; }
    h2 { overflow-wrap: anywhere; }
    dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 14px; margin: 0; padding: 4px 14px 14px; font-variant-numeric: tabular-nums; }
    dt { color: var(--text-dim); }
    dd { margin: 0; overflow-wrap: anywhere; }
    h3 { margin: 0; padding: 10px 14px 6px; font-size: 13px; font-weight: 650; border-top: 1px solid var(--line); }
    ul { list-style: none; margin: 0; padding: 0 0 8px; }
    li { padding: 8px 14px; display: grid; gap: 2px; border-left: 4px solid transparent; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    li.open { border-left-color: var(--danger-ground); }
    li b { font-weight: 650; }
    .small-text { font-size: 12px; }
    .none, .wrong { padding: 0 14px 14px; }
    .wrong { color: var(--danger); }
  `];
  static override properties = { source: {}, host: {} };
  declare source: string;
  declare host: string;
  private readonly found = new Loader<SourceDetail>(() => this.requestUpdate());
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.source = '';
    this.host = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => document.hidden || this.found.loading || void this.load(), REFRESH_MILLIS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.found.cancel();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('source') || changed.has('host')) {
      this.found.clear();
      void this.load();
    }
  }

  private load(): Promise<void> {
    return this.found.load((signal) => api.source(this.source, this.host, signal));
  }

  override render(): TemplateResult {
    const { value, problem } = this.found;
    return html`<section class="panel" aria-label=${`Source ${this.source}`}><header><h2>${visible(this.source)}${this.host ? html` <span class="dim">${visible(this.host)}</span>` : nothing}</h2><span class="space"></span>
        <button class="icon small quiet" aria-label="Close" @click=${() => emit(this, 'fs-go', { to: sourcesLink(), replace: false })}>${glyph('close')}</button></header>
      ${value ? this.renderDetail(value) : problem ? html`<p class="wrong" role="alert">${problem.title}: ${problem.detail}</p>` : html`<div class="skeleton" .style=${'height:140px;margin:0 14px 14px'}></div><span class="unseen" role="status">Loading the source</span>`}</section>`;
  }

  private renderDetail(detail: SourceDetail): TemplateResult {
    const { source, series, gaps } = detail;
    const quiet = source.allowedSeconds === null ? 'nobody declared it, and it has no rhythm yet'
      : `at most ${spanWords(source.allowedSeconds * 1000)}, ${source.declared ? 'as failsight.yaml says' : `since it usually speaks every ${spanWords((source.usualSeconds ?? 0) * 1000)}`}`;
    return html`<dl>
        <dt>Door</dt><dd>${visible(source.receiver) || '—'}</dd><dt>Address</dt><dd>${visible(source.peer) || '—'}</dd>
        ${source.node ? html`<dt>Site, node</dt><dd>${visible(`${source.site} / ${source.node}`)}</dd>` : nothing}
        <dt>First heard</dt><dd>${renderTime(source.firstSeen || null)}</dd><dt>Last heard</dt><dd>${renderTime(source.lastSeen || null)}</dd>
        <dt>Came</dt><dd>${count(source.entries)} entries, ${bytesWords(source.bytes)}</dd><dt>Refused</dt><dd>${count(source.refused)}</dd>
        <dt>Clock</dt><dd>${offsetWords(source.clockOffsetSeconds === null ? null : source.clockOffsetSeconds * 1000, source.clockUncertaintySeconds === null ? null : source.clockUncertaintySeconds * 1000)}</dd>
        <dt>May be quiet</dt><dd>${quiet}</dd>
        ${series.length === 0 ? html`<dt>Counts</dt><dd>it does not number its entries: what is lost on the way leaves no trace</dd>` : series.map((one) => this.renderSeries(one))}</dl>
      <h3>Gaps</h3>
      ${gaps.length === 0 ? html`<p class="none dim">${series.length === 0 ? 'None can be seen without numbers.' : 'None: every number came.'}</p>` : html`<ul>${gaps.map((gap) => this.renderGap(detail, gap))}</ul>`}`;
  }

  private renderSeries(series: Series): TemplateResult {
    const odd = [
      series.late > 0 ? `${count(series.late)} came late` : '', series.duplicates > 0 ? `${count(series.duplicates)} came twice` : '',
      series.restarts > 0 ? `began anew ${count(series.restarts)} ${series.restarts === 1 ? 'time' : 'times'}` : '', series.wraps > 0 ? `passed the highest number ${count(series.wraps)} times` : '',
    ].filter((words) => words !== '').join(', ');
    return html`<dt>${series.name ? visible(series.name) : 'Counts'}</dt><dd>${countingWords(series.how)}; last was ${series.last}
      ${series.believed ? nothing : html`<br><span class="dim small-text">its numbers have holes by themselves, so none is taken for a loss</span>`}${odd ? html`<br><span class="dim small-text">${odd}</span>` : nothing}</dd>`;
  }

  private renderGap(detail: SourceDetail, gap: SourceGap): TemplateResult {
    const size = gap.to - gap.from + 1;
    const open = gap.missing > 0;
    return html`<li class=${open ? 'open' : ''}><span>${open ? html`<b>${count(gap.missing)} missing</b>: ${visible(gap.ranges)}` : html`<b>closed</b>: ${size === 1 ? gap.from : `${gap.from}–${gap.to}`} came late`}${gap.series ? html` <span class="dim">of ${visible(gap.series)}</span>` : nothing}</span>
      <span class="dim small-text">received between ${renderTime(gap.after || null)} and ${renderTime(gap.before || null)}${gap.told ? ', signalled' : ''}</span>
      <a href=${searchLink(around(detail.source, gap.after, gap.before))}>Entries around it</a></li>`;
  }
}
customElements.define('fs-source', FsSource);
