import { css, html, nothing, type TemplateResult } from 'lit';
import { durationsOf, plusMinus, spanWords, type Duration } from '../logic/durations';
import { millisOf } from '../logic/format';
import { plain } from '../logic/incident-words';
import { sentence } from '../logic/sentences';
import { visible } from '../logic/visible';
import type { Incident } from '../model';
import { incidentLink } from '../route';
import { glyph } from './glyphs';
import { renderTime } from './page-styles';

/** Pieces of an incident's page that only show. */
export const partStyles = css`
  .durations { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); }
  .duration { padding: 10px 16px 12px; display: grid; gap: 1px; align-content: start; }
  .duration + .duration { border-left: 1px solid var(--line); }
  .duration b { font-size: 24px; font-weight: 700; line-height: 1.2; font-variant-numeric: tabular-nums; }
  .duration.running b { color: var(--danger); }
  .duration .title { font-weight: 600; }
  .duration .dim { font-size: 12px; }
  .causes { list-style: none; margin: 0; padding: 0; counter-reset: cause; }
  .causes li { display: grid; grid-template-columns: 62px minmax(0, 1fr) auto; gap: 4px 14px; padding: 9px 14px; align-items: start; border-top: 1px solid var(--line); }
  .causes li:first-child .sentence { font-weight: 650; font-size: 14.5px; }
  .share { display: grid; gap: 4px; padding-top: 2px; font-variant-numeric: tabular-nums; }
  .share i { display: block; height: 5px; border-radius: 3px; background: var(--sunken); overflow: hidden; }
  .share i::after { content: ''; display: block; height: 100%; width: var(--w); background: var(--accent); border-radius: 3px; }
  .panel > h2 { padding: 10px 14px 8px; }
  .panel > h2 .dim { font-weight: 400; font-size: 12px; }
  .items { list-style: none; margin: 0; padding: 0; }
  .items li { padding: 8px 14px; border-top: 1px solid var(--line); display: grid; gap: 2px; overflow-wrap: anywhere; }
  .items .dim { font-size: 12px; }
  .items .text { white-space: pre-wrap; }
  .items ul { margin: 0; padding-left: 18px; }
  .nothing { padding: 2px 14px 12px; color: var(--text-dim); }
  .sent { display: flex; gap: 6px; align-items: baseline; }
  .sent svg { align-self: center; }
  .sent.failed { color: var(--danger); } .sent.sent-ok { color: var(--ok); } .sent.waiting { color: var(--warn-text); }
`;

export function renderDurations(incident: Incident, now: number): TemplateResult {
  return html`<section class="panel durations" aria-label="Durations">${durationsOf(incident, now).map(renderDuration)}</section>`;
}

function renderDuration(duration: Duration): TemplateResult {
  const { title, meaning, millis, running, inferred, uncertaintyMillis } = duration;
  return html`<div class="duration ${running ? 'running' : ''}"><span class="title">${title}</span>
    <span><b>${millis === undefined ? '–' : spanWords(millis)}</b> ${millis === undefined ? nothing : html`<span class="dim">${plusMinus(uncertaintyMillis)}${inferred ? ' inferred' : ''}</span>`}</span>
    <span class="dim">${running ? 'and still running: ' : ''}${meaning}</span></div>`;
}

export function renderCauses(incident: Incident, pick: (ids: readonly string[]) => void): TemplateResult {
  return html`<section class="panel" aria-label="Causes"><h2>Why <span class="dim">most likely first, by what the lines prove</span></h2>
    <ol class="causes">${incident.causes.map((cause) => html`<li>
      <span class="share" title="Share of belief"><span>${Math.round(cause.weight * 100)} %</span><i .style=${`--w:${Math.round(Math.min(Math.max(cause.weight, 0), 1) * 100)}%`}></i></span>
      <span><span class="sentence">${sentence(cause.sentence)}</span><br><span class="dim">${plain(cause.id)}</span></span>
      ${cause.evidence.length > 0 ? html`<button class="small" @click=${() => pick(cause.evidence)}>${cause.evidence.length} ${cause.evidence.length === 1 ? 'line' : 'lines'}</button>` : nothing}</li>`)}</ol>
    ${incident.causes.length === 0 ? html`<p class="nothing">No cause can be told from the lines that came in.</p>` : nothing}</section>`;
}

export function renderGaps(incident: Incident, now: number): TemplateResult {
  return html`<section class="panel" aria-label="Lost"><h2>What was lost, or could have been</h2>
    <ul class="items">${incident.gaps.map((gap) => {
      const long = millisOf(gap.to ?? new Date(now).toISOString()) - millisOf(gap.from);
      return html`<li><span><b>${plain(gap.what)}</b>${gap.subject ? html` of ${visible(gap.subject)}` : nothing}: <b class="tabular">${spanWords(long)}</b>${gap.to ? '' : ', still'}</span><span>${sentence(gap.sentence)}</span>
        <span class="dim tabular">${renderTime(gap.from)} to ${gap.to ? renderTime(gap.to) : 'now'}</span></li>`;
    })}</ul>
    ${incident.gaps.length === 0 ? html`<p class="nothing">Nothing that the lines tell of.</p>` : nothing}</section>`;
}

export function renderNotes(incident: Incident, note: (() => void) | undefined): TemplateResult {
  return html`<section class="panel" aria-label="Notes"><h2>Notes <span class="dim">${incident.notes.length || ''}</span></h2>
    <ul class="items">${incident.notes.map(({ by, at, text }) => html`<li><span class="text">${visible(text)}</span><span class="dim">${visible(by)}, ${renderTime(at)}</span></li>`)}</ul>
    ${incident.notes.length === 0 ? html`<p class="nothing">Nobody has written anything yet.${note ? html` <button class="small" @click=${note}>Add a note</button>` : nothing}</p>` : nothing}</section>`;
}

const SENT_WORDS: Record<string, string> = { sent: 'sent', waiting: 'waiting', failed: 'failed', suppressed: 'held back' };
const SENT_GLYPHS = { sent: 'ok', waiting: 'clock', failed: 'stop', suppressed: 'mute' } as const;
const REASONS: Record<string, string> = { opened: 'it opened', escalated: 'it got worse', redundant: 'redundancy is back' };

export function renderNotifications(incident: Incident): TemplateResult {
  return html`<section class="panel" aria-label="Messages"><h2>Messages sent</h2>
    <ul class="items">${incident.notifications.map(({ receiver, reason, state, at, error }) => html`<li>
      <span class="sent ${state === 'sent' ? 'sent-ok' : state}">${glyph(SENT_GLYPHS[state as keyof typeof SENT_GLYPHS] ?? 'question')}<span><b>${visible(receiver)}</b> ${SENT_WORDS[state] ?? plain(state)}</span></span>
      <span class="dim">because ${REASONS[reason] ?? plain(reason)}, ${renderTime(at)}</span>${error ? html`<span>${visible(error)}</span>` : nothing}</li>`)}</ul>
    ${incident.notifications.length === 0 ? html`<p class="nothing">None: no receiver asked for this kind, or it is held back.</p>` : nothing}</section>`;
}

export function renderRevisions(incident: Incident, shown: number | undefined): TemplateResult {
  const newest = [...incident.revisions].sort((one, other) => other.revision - one.revision);
  return html`<section class="panel" aria-label="Revisions"><h2>How the account changed <span class="dim">as later lines came in</span></h2>
    <ul class="items">${newest.map(({ revision, at, what }) => html`<li><span><a href=${incidentLink(incident.id, revision)} aria-current=${revision === (shown ?? incident.revision) ? 'true' : nothing}>Revision ${revision}</a>${revision === (shown ?? incident.revision) ? html` <span class="dim">shown</span>` : nothing} <span class="dim">${renderTime(at)}</span></span>
      ${what.length > 0 ? html`<ul>${what.map((words) => html`<li class="plainly">${sentence(words)}</li>`)}</ul>` : nothing}</li>`)}</ul>
    ${newest.length === 0 ? html`<p class="nothing">This is the first account.</p>` : nothing}</section>`;
}

export function renderAudit(incident: Incident): TemplateResult {
  return html`<section class="panel" aria-label="Audit"><h2>Who did what <span class="dim">audit</span></h2>
    <ul class="items">${incident.audit.map(({ at, by, action, detail }) => html`<li><span><b>${visible(by)}</b> ${visible(plain(action))}${detail ? html`: ${visible(detail)}` : nothing}</span><span class="dim">${renderTime(at)}</span></li>`)}</ul>
    ${incident.audit.length === 0 ? html`<p class="nothing">Nobody has acted on it yet.</p>` : nothing}</section>`;
}
