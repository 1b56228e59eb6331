import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { api } from '../api';
import type { Link, Live } from '../live';
import { Loader } from '../loader';
import { beganAt, durationsOf, type Duration } from '../logic/durations';
import { KIND_MEANING, kindWords, STATE_MEANING, stateWords } from '../logic/incident-words';
import { sentence } from '../logic/sentences';
import { visible } from '../logic/visible';
import type { Incident } from '../model';
import { incidentLink, incidentsLink, overviewLink } from '../route';
import { Ticker } from '../ticker';
import './fs-evidence';
import './fs-incident-actions';
import './fs-timeline';
import { glyph } from './glyphs';
import { partStyles, renderAudit, renderCauses, renderDurations, renderGaps, renderNotes, renderNotifications, renderRevisions } from './incident-parts';
import { gradeClass, gradeGlyph, grades, pages, renderLost, renderTime, renderTrouble } from './page-styles';
import { controls } from './styles';

/** Events of one incident may come in a burst; it is loaded again once for all that come within so long. */
const GATHER_MILLIS = 300;

/** One incident, explained: what happened, what to do next, when it happened and which lines prove it. */
export class FsIncident extends LitElement {
  static override styles = [controls, pages, grades, partStyles, css`
    .page > header { padding-bottom: 4px; }
    .facts { display: flex; flex-wrap: wrap; gap: 6px 14px; align-items: center; }
    .facts > span { display: inline-flex; gap: 5px; align-items: center; }
    .head { border-left: 7px solid var(--g); padding: 13px 18px 15px; display: grid; gap: 10px; }
    .head h1 { font-size: 21px; line-height: 1.32; font-weight: 650; overflow-wrap: anywhere; max-width: 1200px; }
    .next { display: grid; grid-template-columns: auto 1fr; gap: 2px 10px; align-items: center; padding: 9px 14px; border-radius: 8px; background: var(--accent-soft); font-size: 15px; max-width: 1200px; }
    .next b { color: var(--accent); white-space: nowrap; }
    .stack { display: grid; gap: 12px; margin-top: 12px; }
    .two { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px; align-items: start; }
    .four { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 12px; align-items: start; }
    .past { background: var(--accent-soft); border: 1px solid var(--accent); border-radius: 8px; padding: 7px 14px; display: flex; gap: 10px; align-items: center; }
    li.plainly { padding: 0; border: 0; display: list-item; }
    @media (max-width: 1150px) { .two { grid-template-columns: minmax(0, 1fr); } }
  `];
  static override properties = { live: {}, link: {}, may: {}, clusters: {}, incidentId: {}, revision: {}, marked: { state: true } };
  declare live: Live;
  declare link: Link;
  /** Whether the person may act, not only read. */
  declare may: boolean;
  declare clusters: readonly string[];
  declare incidentId: string;
  /** An older account of it; undefined: the newest. */
  declare revision: number | undefined;
  declare marked: ReadonlySet<string>;
  private readonly found = new Loader<Incident>(() => this.requestUpdate());
  private measured: { readonly of: Incident; readonly durations: readonly Duration[] } | undefined;
  private unwatch: (() => void) | undefined;
  private gather: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.link = 'connecting';
    this.may = false;
    this.clusters = [];
    this.incidentId = '';
    this.marked = new Set();
    new Ticker(this);
    this.addEventListener('fs-retry', () => void this.load());
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.composedPath().some((node) => node instanceof HTMLDialogElement)) {
        this.marked = new Set();
      }
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unwatch?.();
    clearTimeout(this.gather);
    this.found.cancel();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    this.unwatch ??= this.live.watch((incident) => this.heard(incident?.id));
    if (changed.has('incidentId') || changed.has('revision')) {
      if (changed.has('incidentId')) {
        this.found.clear();
      }
      this.marked = new Set();
      void this.load();
    }
  }

  private load(): Promise<void> {
    return this.found.load((signal) => api.incident(this.incidentId, this.revision, signal));
  }

  private heard(id: string | undefined): void {
    if (this.hasUpdated && this.revision === undefined && (id === undefined || id === this.incidentId || id === this.found.value?.id)) {
      clearTimeout(this.gather);
      this.gather = setTimeout(() => void this.load(), GATHER_MILLIS);
    }
  }

  private pick(ids: readonly string[], go = true): void {
    this.marked = new Set(ids);
    const first = this.found.value?.evidence.find(({ id }) => this.marked.has(id));
    if (first && go) {
      void this.updateComplete.then(() => this.renderRoot.querySelector('fs-evidence')?.reveal(first.id));
    }
  }

  override render(): TemplateResult {
    const incident = this.found.value;
    if (this.found.problem && !incident) {
      return html`<div class="page"><header><a href=${incidentsLink()}>${'← Incidents'}</a></header>${this.found.problem.status === 404
        ? html`<div class="state"><h2>There is no such incident</h2><p>The link names <span class="mono">${visible(this.incidentId)}</span>${this.revision === undefined ? nothing : `, revision ${this.revision}`}. It was never known here, or is no longer kept.</p><div class="row"><a href=${incidentsLink()}>All incidents</a></div></div>`
        : renderTrouble(this, this.found.problem, 'The incident could not be loaded')}</div>`;
    }
    return html`<div class="page">
      ${renderLost(this.link, this.live.heardAt)}
      ${incident ? this.renderIncident(incident) : html`<div class="stack" aria-hidden="true"><div class="skeleton" .style=${'height:130px'}></div><div class="skeleton" .style=${'height:84px'}></div><div class="skeleton" .style=${'height:320px'}></div></div><span class="unseen" role="status">Loading the incident</span>`}
    </div>`;
  }

  private renderIncident(incident: Incident): TemplateResult {
    const now = Date.now();
    const past = this.revision !== undefined && incident.revisions.some(({ revision }) => revision > incident.revision);
    return html`
      <header><a href=${incidentsLink()}>← Incidents</a><span class="space"></span>
        <fs-incident-actions .incident=${incident} .may=${this.may} .past=${past} .clusters=${this.clusters} @acted=${() => void this.load()}></fs-incident-actions></header>
      <div class="stack ${this.link === 'lost' ? 'stale' : ''}">
        ${past ? html`<div class="past" role="status">${glyph('clock')}<span>You read revision <b>${this.revision}</b>, an older account of this incident.</span><span class="space"></span><a href=${incidentLink(incident.id)}>Show the newest</a></div>` : nothing}
        ${this.renderHead(incident)}
        ${renderDurations(incident, now)}
        <section class="panel" aria-label="Time axis"><fs-timeline .incident=${incident} .durations=${this.durationsAt(incident, now)} .marked=${this.marked} @picked=${(event: CustomEvent<readonly string[]>) => this.pick(event.detail)}></fs-timeline></section>
        <div class="two">${renderCauses(incident, (ids) => this.pick(ids))}${renderGaps(incident, now)}</div>
        <section class="panel"><fs-evidence .incident=${incident} .marked=${this.marked}></fs-evidence></section>
        <div class="four">${renderNotes(incident, this.may && !past ? () => void this.renderRoot.querySelector('fs-incident-actions')?.ask('notes') : undefined)}${renderNotifications(incident)}${renderRevisions(incident, this.revision)}${renderAudit(incident)}</div>
      </div>`;
  }

  /** The same list as long as nothing runs, so that the time axis is drawn again only where something moved. */
  private durationsAt(incident: Incident, now: number): readonly Duration[] {
    if (this.measured?.of !== incident || this.measured.durations.some(({ running }) => running)) {
      this.measured = { of: incident, durations: durationsOf(incident, now) };
    }
    return this.measured.durations;
  }

  private renderHead(incident: Incident): TemplateResult {
    const { state, kind, acknowledged, handedTo, failedNodes, servingNode } = incident;
    const names = failedNodes.map(visible).join(', ');
    return html`<section class="panel head ${gradeClass(state)}" aria-label="In short">
      <div class="facts">
        <span class="pill ${state === 'down' ? 'loud' : ''}" title=${STATE_MEANING[state] ?? ''}>${gradeGlyph(state)}${stateWords(state)}</span>
        <b title=${KIND_MEANING[kind] ?? ''}>${kindWords(kind)}</b>
        ${incident.planned ? html`<span class="pill plain">${glyph('tool')}planned</span>` : nothing}
        <span><span class="dim">cluster</span> <a href=${incidentsLink({ cluster: incident.cluster })}>${visible(incident.cluster)}</a></span>
        ${incident.site ? html`<span><span class="dim">site</span> ${visible(incident.site)}</span>` : nothing}
        ${names ? html`<span><span class="dim">failed</span> ${names}</span>` : nothing}
        <span><span class="dim">serves now</span> ${servingNode ? visible(servingNode) : html`<b>nobody</b>`}</span>
        ${incident.product ? html`<span class="dim">${visible(incident.product)}</span>` : nothing}
        <span><span class="dim">began</span> ${renderTime(beganAt(incident))} <a href=${overviewLink(beganAt(incident))} title="The overview as it was at that instant">see the clusters then</a></span>
      </div>
      <h1>${sentence(incident.summary || kindWords(kind))}</h1>
      ${incident.nextStep ? html`<p class="next"><b>Do next</b><span>${sentence(incident.nextStep)}</span></p>` : nothing}
      <div class="facts">
        ${acknowledged ? html`<span>${glyph('person')}<span>acknowledged by <b>${visible(acknowledged.by)}</b>, ${renderTime(acknowledged.at)}</span></span>` : state === 'closed' ? nothing : html`<span class="pill g-degraded">${glyph('person')}nobody has acknowledged it</span>`}
        ${handedTo ? html`<span>${glyph('hand')}<span>handed over to <b>${visible(handedTo)}</b></span></span>` : nothing}
        <span class="dim">${incident.revision > 1 ? `revision ${incident.revision}` : 'first account'}${incident.provisional ? '; may still change as late lines come in' : ''}</span>
      </div></section>`;
  }
}
customElements.define('fs-incident', FsIncident);
