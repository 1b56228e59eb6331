import { css, html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../api';
import { emit } from '../events';
import { stampOf } from '../logic/format';
import type { Link } from '../live';
import { glyph } from './glyphs';

/** A page that scrolls as a whole, its head, its panels, and the states of waiting, trouble and nothing. */
export const pages = css`
  :host { display: flex; flex-direction: column; flex: 1; min-height: 0; min-width: 0; }
  .page { position: relative; flex: 1; overflow-y: auto; min-height: 0; padding: 0 20px 40px; scrollbar-gutter: stable; }
  .page > header { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; padding: 14px 0 12px; }
  h1 { margin: 0; font-size: 19px; font-weight: 650; }
  h2 { margin: 0; font-size: 14px; font-weight: 650; }
  p { margin: 0; }
  a { color: var(--accent); text-underline-offset: 2px; }
  .space { flex: 1; }
  .panel { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; }
  .lamp { width: 9px; height: 9px; border-radius: 50%; background: var(--line-strong); flex: none; display: inline-block; }
  .lamp.open { background: light-dark(#1d8a4a, #46c07a); }
  .lamp.lost { background: var(--bar-error); border-radius: 1px; rotate: 45deg; }
  .stale { filter: saturate(.35); opacity: .75; }
  .state { display: grid; gap: 12px; justify-items: start; max-width: 680px; margin: 6vh auto 0; padding: 0 24px; }
  .state h2 { font-size: 18px; }
  .row { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
  .away { display: flex; gap: 10px; align-items: center; margin: 12px 0 0; padding: 8px 14px; border-radius: 8px; background: var(--warn-soft); color: var(--warn-text); }
  .away b { font-weight: 650; }
  .skeleton { background: var(--sunken); border-radius: 10px; animation: breathe 1.6s ease-in-out infinite; }
  @keyframes breathe { 50% { opacity: .5; } }
  @media (prefers-reduced-motion: reduce) { .skeleton { animation: none; } }
  .tabular { font-variant-numeric: tabular-nums; }
`;

/** Grades and states: a colour and, in the glyph, a shape, so that neither stands alone. */
export const grades = css`
  .g-down, .g-split { --g: var(--danger); --g-soft: var(--danger-soft); --g-ground: var(--danger-ground); }
  .g-degraded { --g: var(--warn-text); --g-soft: var(--warn-soft); --g-ground: var(--warn-ground); }
  .g-risk { --g: var(--risk); --g-soft: var(--risk-soft); --g-ground: var(--risk); }
  .g-unknown { --g: var(--text-dim); --g-soft: var(--sunken); --g-ground: var(--text-dim); }
  .g-restored, .g-ok { --g: var(--ok); --g-soft: var(--ok-soft); --g-ground: var(--ok-ground); }
  .g-closed { --g: var(--text-dim); --g-soft: var(--sunken); --g-ground: var(--text-dim); }
  .pill { display: inline-flex; align-items: center; gap: 5px; padding: 0 9px 0 7px; border-radius: 12px; background: var(--g-soft); color: var(--g); font-weight: 600; line-height: 23px; white-space: nowrap; }
  .pill.loud { background: var(--g-ground); color: #fff; }
  .pill.plain { background: var(--sunken); color: var(--text-dim); padding-left: 9px; }
`;

const GRADE_GLYPHS = { down: 'stop', split: 'stop', degraded: 'warning', risk: 'risk', unknown: 'question', ok: 'ok', restored: 'sync', closed: 'ok' } as const;

/** The sign of a grade or of an incident's state. */
export function gradeGlyph(grade: string): TemplateResult {
  return glyph(Object.hasOwn(GRADE_GLYPHS, grade) ? GRADE_GLYPHS[grade as keyof typeof GRADE_GLYPHS] : 'question');
}

/** A class that is safe to write even when the engine sends a word that the page does not know. */
export function gradeClass(grade: string): string {
  return `g-${Object.hasOwn(GRADE_GLYPHS, grade) ? grade : 'unknown'}`;
}

export function renderTrouble(from: EventTarget, problem: Problem, what: string): TemplateResult {
  return html`<div class="state" role="alert"><h2>${what}: ${problem.title.charAt(0).toLowerCase()}${problem.title.slice(1)}</h2><p>${problem.detail}</p>
    <div class="row"><button class="primary" @click=${() => emit(from, 'fs-retry', undefined)}>${glyph('refresh')}Try again</button></div></div>`;
}

/** What is shown is of then: said as long as the connection is away. */
export function renderLost(link: Link, heardAt: number): TemplateResult | typeof nothing {
  return link !== 'lost' || heardAt === 0 ? nothing
    : html`<div class="away" role="status">${glyph('warning')}<span><b>Connection lost.</b> What you see is as of ${stampOf(new Date(heardAt).toISOString()).time.slice(0, 8)}; the page connects again by itself.</span></div>`;
}

/** A local time with its date in the title, and UTC. */
export function renderTime(iso: string | null, withDate = true): TemplateResult | typeof nothing {
  if (!iso) {
    return nothing;
  }
  const stamp = stampOf(iso);
  return html`<time datetime=${iso} title="${`${stamp.date} ${stamp.time} here\n${iso}`}">${withDate ? `${stamp.date} ` : nothing}${stamp.time.slice(0, 8)}</time>`;
}
