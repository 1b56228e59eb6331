import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { Facet, Facets, Problem } from '../api';
import { emit } from '../events';
import { compact, count, SEVERITIES, severityWord } from '../logic/format';
import type { Filter } from '../logic/query';
import { visible } from '../logic/visible';
import { FACETS } from '../search';
import { glyph } from './glyphs';
import { controls, severities } from './styles';

/** What the answer is made of: the commonest values of a few fields, to filter for or out with a click. */
export class FsFacets extends LitElement {
  static override styles = [controls, severities, css`
    :host { display: block; overflow-y: auto; padding: 10px 8px 20px 16px; border-right: 1px solid var(--line); scrollbar-width: thin; }
    h2 { margin: 12px 0 3px; font-size: 12px; font-weight: 600; color: var(--text-dim); }
    h2:first-child { margin-top: 0; }
    ul { list-style: none; margin: 0; padding: 0; }
    .stale ul { opacity: .6; }
    li { position: relative; display: flex; align-items: center; border-radius: 4px; }
    li:hover { background: var(--hover); }
    li::after { content: ''; position: absolute; left: 6px; bottom: 1px; height: 2px; width: calc((100% - 12px) * var(--share)); background: var(--bar, var(--line-strong)); opacity: .75; border-radius: 1px; pointer-events: none; }
    button.value { flex: 1; min-width: 0; border: 0; background: transparent; padding: 0 6px; min-height: 26px; justify-content: space-between; gap: 8px; }
    .name { overflow: hidden; text-overflow: ellipsis; }
    .count { color: var(--text-dim); font-variant-numeric: tabular-nums; font-size: 12px; }
    li.is { background: var(--accent-soft); font-weight: 600; }
    li.not .name { text-decoration: line-through; color: var(--danger); }
    button.out { position: absolute; right: 2px; opacity: 0; min-width: 24px; min-height: 22px; padding: 0; justify-content: center; border: 0; background: var(--panel); }
    li:hover button.out, button.out:focus-visible { opacity: 1; }
    li:hover .count { visibility: hidden; }
    .small { font-size: 12px; margin: 2px 6px; }
    .skeleton { height: 18px; margin: 6px; border-radius: 4px; background: var(--sunken); }
  `];
  static override properties = { data: {}, loading: {}, stale: {}, problem: {}, filters: {} };
  declare data: Facets | undefined;
  declare loading: boolean;
  /** Whether what is shown belongs to an older question. */
  declare stale: boolean;
  declare problem: Problem | undefined;
  declare filters: readonly Filter[];

  constructor() {
    super();
    this.loading = false;
    this.stale = false;
    this.filters = [];
  }

  private pick(event: MouseEvent, field: string, value: string): void {
    const exclude = event.altKey || event.shiftKey;
    emit(this, 'fs-filter', { filter: { field, value, exclude }, toggle: true });
  }

  override render(): TemplateResult {
    return html`<section aria-label="Filters by value" class=${this.loading || this.stale ? 'stale' : ''}>
      ${this.problem && !this.loading && !this.data ? html`<p class="dim small">${this.problem.title}</p>` : nothing}
      ${FACETS.map((field) => this.renderFacet(field, this.data?.facets[field]))}</section>`;
  }

  private renderFacet(field: string, facet: Facet | undefined): TemplateResult {
    const chosen = this.filters.filter((filter) => filter.field === field);
    const missing = chosen.filter((filter) => !facet?.values.some(({ value }) => value === filter.value)).map(({ value }) => ({ value, count: 0 }));
    const values = [...(facet?.values ?? []), ...missing];
    if (field === 'severity') {
      values.sort((one, other) => SEVERITIES.indexOf(severityWord(one.value)) - SEVERITIES.indexOf(severityWord(other.value)));
    }
    const total = values.reduce((sum, { count: one }) => sum + one, facet?.other ?? 0);
    return html`<h2 id=${field}>${field[0].toUpperCase()}${field.slice(1)}${facet?.sampled ? html` <span title="Counted in a sample of the entries">(sampled)</span>` : nothing}</h2>
      ${facet || !this.loading
        ? html`<ul aria-labelledby=${field}>${values.map(({ value, count: one }) => this.renderValue(field, value, one, total, chosen))}</ul>`
        : html`<div class="skeleton"></div><div class="skeleton"></div>`}
      ${facet && facet.other > 0 ? html`<p class="dim small">and ${compact(facet.other)} entries with other values</p>` : nothing}
      ${facet && values.length === 0 ? html`<p class="dim small">no values</p>` : nothing}`;
  }

  private renderValue(field: string, value: string, one: number, total: number, chosen: readonly Filter[]): TemplateResult {
    const filter = chosen.find((candidate) => candidate.value === value);
    const severity = field === 'severity' ? `sev-${severityWord(value)}` : '';
    return html`<li class="${severity} ${filter ? (filter.exclude ? 'not' : 'is') : ''}" .style=${`--share:${total > 0 ? (one / total).toFixed(4) : 0}`}>
      <button class="value" aria-pressed=${filter !== undefined && !filter.exclude} title="${visible(value)}: ${count(one)}. Click to filter for it, Shift and click to filter it out."
        @click=${(event: MouseEvent) => this.pick(event, field, value)}>
        <span class="name ${severity ? 'sev' : ''}">${visible(value)}</span><span class="count">${compact(one)}</span></button>
      <button class="out" aria-label="Filter out ${field} ${visible(value)}" title="Filter out" @click=${() => emit(this, 'fs-filter', { filter: { field, value, exclude: true }, toggle: true })}>${glyph('minus')}</button></li>`;
  }
}
customElements.define('fs-facets', FsFacets);
