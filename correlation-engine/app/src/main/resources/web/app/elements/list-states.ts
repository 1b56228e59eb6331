import { css, html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../api';
import { emit } from '../events';
import { describeRange, resolveTime, widen } from '../logic/time';
import type { ViewState } from '../state';
import { glyph } from './glyphs';

const DAY_MILLIS = 86_400_000;

/** What a list shows around its entries. */
export const listStyles = css`
  :host { display: flex; flex-direction: column; min-width: 0; min-height: 0; background: var(--panel); position: relative; }
  .head { display: flex; align-items: center; gap: 12px; min-height: 34px; padding: 0 14px; flex: none; font-variant-numeric: tabular-nums; }
  .space { flex: 1; }
  .titles { flex: none; font: 600 12px/22px var(--font); color: var(--text-dim); border-bottom: 1px solid var(--line); padding-right: 28px; }
  .scroller { flex: 1; overflow-y: scroll; overflow-x: hidden; min-height: 0; }
  .scroller.stale { opacity: .55; }
  .pinned { border-bottom: 2px solid var(--accent); }
  .pinned p { margin: 0; padding: 6px 14px; font-size: 12px; background: var(--accent-soft); }
  .wrong { color: var(--danger); background: var(--danger-soft); margin: 0; padding: 8px 14px; }
  .end { padding: 12px 14px 26px; margin: 0; text-align: center; }
  .state { display: grid; gap: 12px; justify-items: start; max-width: 640px; margin: 7vh auto 0; padding: 0 24px; }
  .state h2 { margin: 0; font-size: 17px; }
  .state p { margin: 0; }
  .state .row { display: flex; flex-wrap: wrap; gap: 8px; }
  .skeleton { height: 24px; align-items: center; }
  .skeleton i { background: var(--sunken); border-radius: 4px; height: 10px; }
`;

/** Grey lines where entries will stand. */
export function renderSkeleton(): TemplateResult {
  return html`<div aria-hidden="true">${Array.from({ length: 24 }, (_, row) =>
    html`<div class="line skeleton"><i></i><i></i><i></i><i></i><i .style=${`width:${35 + ((row * 37) % 55)}%`}></i></div>`)}</div><span class="unseen" role="status">Loading entries</span>`;
}

export function renderProblem(from: EventTarget, problem: Problem): TemplateResult {
  if (problem.status === 400) {
    return html`<div class="state"><h2>The query needs mending</h2><p>What is wrong with it, and where, is said above.</p>
      <div class="row"><button @click=${() => emit(from, 'fs-help', undefined)}>Show the query syntax</button></div></div>`;
  }
  return html`<div class="state" role="alert"><h2>${problem.title}</h2><p>${problem.detail}</p>
    <div class="row"><button class="primary" @click=${() => emit(from, 'fs-retry', undefined)}>${glyph('refresh')}Try again</button></div></div>`;
}

/** Nothing found: what was asked, and the likely ways on. */
export function renderNothingFound(from: EventTarget, view: ViewState): TemplateResult {
  const now = Date.now();
  const wider = widen(view, now);
  return html`<div class="state"><h2>Nothing found</h2>
    <p>No entry ${view.query || view.filters.length > 0 ? 'matches' : 'came in'}. The time is <b>${describeRange(view, now)}</b>.</p>
    <div class="row">
      <button class="primary" @click=${() => emit(from, 'fs-change', { from: wider.from, to: wider.to })}>${glyph('zoomOut')}Widen to ${describeRange(wider, now).replace(/^L/, 'l')}</button>
      ${now - (resolveTime(view.from, now) ?? 0) < DAY_MILLIS && wider.from !== 'now-24h' ? html`<button @click=${() => emit(from, 'fs-change', { from: 'now-24h', to: 'now' })}>Last 24 hours</button>` : nothing}
      ${view.filters.length > 0 ? html`<button @click=${() => emit(from, 'fs-change', { filters: [] })}>Remove the filters</button>` : nothing}
      ${view.query ? html`<button @click=${() => emit(from, 'fs-change', { query: '' })}>Clear the query</button>` : nothing}
      <button class="quiet" @click=${() => emit(from, 'fs-help', undefined)}>Query syntax</button>
    </div>
    ${view.query && /[A-Z]{2}/.test(view.query) === false && /\b(and|or|not)\b/.test(view.query) ? html`<p class="dim">AND, OR and NOT are written in capitals; small they are words to search for.</p>` : nothing}
  </div>`;
}
