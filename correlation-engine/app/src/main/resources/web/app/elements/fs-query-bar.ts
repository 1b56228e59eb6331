import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { FieldInfo, Problem } from '../api';
import { emit } from '../events';
import { compose, withFilter, withoutFilter, type Filter } from '../logic/query';
import { visible } from '../logic/visible';
import { START, type ViewState } from '../state';
import { glyph } from './glyphs';
import { controls } from './styles';
import './fs-query-input';
import './fs-time-picker';

/** The question: typed text, chips, the time, and whether it is asked live. */
export class FsQueryBar extends LitElement {
  static override styles = [controls, css`
    :host { display: block; padding: 12px 16px 10px; flex: none; }
    form { display: flex; gap: 8px; align-items: stretch; }
    form > button { min-height: 36px; }
    .chips { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 8px; align-items: center; }
    .chips.in { display: contents; }
    .chip { display: inline-flex; align-items: stretch; border: 1px solid var(--accent); border-radius: 14px; overflow: hidden; background: var(--accent-soft); font-size: 12px; max-width: 100%; }
    .chip.not { border-color: var(--danger); background: var(--danger-soft); border-style: dashed; }
    .chip button { min-height: 24px; border: 0; border-radius: 0; background: transparent; padding: 0 8px; font-size: 12px; }
    .chip button.text { padding-right: 2px; overflow: hidden; text-overflow: ellipsis; }
    .chip button:focus-visible { outline-offset: -2px; border-radius: 14px; }
    .wrong { margin: 8px 0 0; padding: 8px 11px; border-radius: var(--radius); background: var(--danger-soft); color: var(--danger); }
    .wrong pre { margin: 6px 0 0; font: 13px/1.5 var(--mono); color: var(--text); overflow-x: auto; white-space: pre; }
    .wrong em { font-style: normal; font-weight: 700; background: var(--danger); color: var(--ground); border-radius: 2px; padding: 1px 0; }
    .bar { height: 2px; margin: 8px -16px -10px; overflow: hidden; visibility: hidden; }
    .bar.busy { visibility: visible; }
    .bar i { display: block; height: 100%; width: 28%; background: var(--accent); animation: run 1.1s infinite linear; }
    @keyframes run { from { translate: -100% 0; } to { translate: 400% 0; } }
    @media (prefers-reduced-motion: reduce) { .bar i { animation: none; width: 100%; opacity: .5; } }
    @media (max-width: 1100px) { .wide { display: none; } }
  `];
  static override properties = { view: {}, problem: {}, busy: {}, fields: {}, typed: { state: true } };
  declare view: ViewState;
  declare problem: Problem | undefined;
  declare busy: boolean;
  declare fields: readonly FieldInfo[];
  declare typed: string;

  constructor() {
    super();
    this.view = START;
    this.busy = false;
    this.fields = [];
    this.typed = '';
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('view') as ViewState | undefined;
    if (changed.has('view') && before?.query !== this.view.query) {
      this.typed = this.view.query;
    }
  }

  focusQuery(): void {
    this.renderRoot.querySelector('fs-query-input')?.focusInput();
  }

  openTime(): void {
    this.renderRoot.querySelector('fs-time-picker')?.show();
  }

  closePopover(): boolean {
    return this.renderRoot.querySelector('fs-time-picker')?.hide() ?? false;
  }

  private ask(event: Event): void {
    event.preventDefault();
    this.send();
  }

  private send(): void {
    emit(this, 'fs-change', { query: this.typed.trim() });
  }

  private turn(filter: Filter): void {
    emit(this, 'fs-change', { filters: withFilter(this.view.filters, { ...filter, exclude: !filter.exclude }) });
  }

  override render(): TemplateResult {
    const wrong = this.problem?.status === 400 || this.problem?.status === 422 ? this.problem : undefined;
    const same = this.typed.trim() === this.view.query;
    return html`
      <form @submit=${this.ask}>
        <fs-query-input .value=${this.typed} .invalid=${wrong !== undefined} .fields=${this.fields} .range=${this.view}
          @query-typed=${(event: CustomEvent<string>) => (this.typed = event.detail)} @query-sent=${() => this.send()}></fs-query-input>
        <fs-time-picker .range=${this.view} ?inert=${this.view.live} .live=${this.view.live}></fs-time-picker>
        <button class="primary" ?disabled=${same && this.view.live} title=${same ? 'Ask again (r)' : 'Search (Enter)'}>${glyph(same ? 'refresh' : 'search')}<span class="wide">${same ? 'Refresh' : 'Search'}</span></button>
        <button type="button" aria-pressed=${this.view.live} @click=${() => emit(this, 'fs-change', { live: !this.view.live, query: this.typed.trim() })}
          title="Show entries as they come in (l)">${glyph('live')}Live</button>
      </form>
      ${this.view.filters.length === 0 ? nothing : this.renderChips()}
      <div id="wrong">${wrong ? this.renderWrong(wrong) : nothing}</div>
      <div class="bar ${this.busy ? 'busy' : ''}" role="status"><i></i><span class="unseen">${this.busy ? 'Searching' : ''}</span></div>`;
  }

  private renderChips(): TemplateResult {
    return html`<div class="chips"><div class="chips in" role="list" aria-label="Filters">${this.view.filters.map((filter) => html`<span role="listitem" class="chip ${filter.exclude ? 'not' : ''}">
        <button class="text" @click=${() => this.turn(filter)} title=${filter.exclude ? 'Filtered out. Click to include instead.' : 'Filtered for. Click to filter out instead.'}>
          <span>${filter.exclude ? html`<b>not</b> ` : nothing}<span class="dim">${visible(filter.field)}</span> ${visible(filter.value)}</span></button>
        <button @click=${() => emit(this, 'fs-change', { filters: withoutFilter(this.view.filters, filter) })}
          aria-label="Remove the filter ${filter.exclude ? 'not ' : ''}${visible(filter.field)} ${visible(filter.value)}">${glyph('close')}</button></span>`)}</div>
      ${this.view.filters.length > 1 ? html`<button class="quiet small" @click=${() => emit(this, 'fs-change', { filters: [] })}>Remove all</button>` : nothing}
    </div>`;
  }

  private renderWrong(problem: Problem): TemplateResult {
    const query = this.view.query;
    const at = problem.position === undefined ? -1 : problem.position - compose(query, this.view.filters).offset;
    const shown = at >= 0 && at <= query.length;
    return html`<div class="wrong" role="alert"><b>${problem.title}.</b> ${problem.detail}
      ${shown ? html`<pre aria-label="Place of the error">${query.slice(0, at)}<em>${query.slice(at, at + 1) || '\u00a0'}</em>${query.slice(at + 1)}</pre>` : nothing}</div>`;
  }
}
customElements.define('fs-query-bar', FsQueryBar);

declare global {
  interface HTMLElementTagNameMap {
    'fs-query-bar': FsQueryBar;
  }
}
