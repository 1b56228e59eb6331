import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { api, type IncidentFilter } from '../api';
import { emit } from '../events';
import type { Link, Live } from '../live';
import { Loader } from '../loader';
import { beganAt, durationsOf, spanWords, type Duration } from '../logic/durations';
import { grouped, merge, type Group } from '../logic/incident-list';
import { KIND_MEANING, kindWords, STATE_MEANING, stateWords } from '../logic/incident-words';
import { sentence } from '../logic/sentences';
import { visible } from '../logic/visible';
import type { IncidentItem } from '../model';
import { ALL_INCIDENTS, incidentLink, incidentsLink } from '../route';
import { Ticker } from '../ticker';
import { glyph } from './glyphs';
import { onKey } from './keys';
import { gradeClass, gradeGlyph, grades, pages, renderLost, renderTime, renderTrouble } from './page-styles';
import { controls } from './styles';

const PAGE_SIZE = 50;
const OPEN_SIZE = 200;
const STATES: readonly [IncidentFilter['state'], string][] = [['all', 'All, open first'], ['open', 'Open'], ['closed', 'Closed']];

interface Found {
  readonly incidents: readonly IncidentItem[];
  readonly next: string;
}

/** All incidents, open ones first, as they change. */
export class FsIncidents extends LitElement {
  static override styles = [controls, pages, grades, css`
    .filters { display: flex; }
    .filters button { border-radius: 0; margin-left: -1px; }
    .filters button:first-child { border-radius: var(--radius) 0 0 var(--radius); }
    .filters button:last-child { border-radius: 0 var(--radius) var(--radius) 0; }
    h2 { margin: 18px 0 6px; color: var(--text-dim); font-size: 13px; }
    ul { list-style: none; margin: 0; padding: 0; overflow: hidden; }
    li + li { border-top: 1px solid var(--line); }
    li.new { animation: arrive 2.5s ease-out; }
    @keyframes arrive { from { background: var(--accent-soft); } }
    @media (prefers-reduced-motion: reduce) { li.new { animation: none; } }
    a.incident { display: grid; grid-template-columns: 148px minmax(0, 1fr) 132px 118px 150px; gap: 2px 16px; align-items: center; padding: 9px 14px 9px 10px; color: inherit; text-decoration: none; border-left: 5px solid var(--g); }
    a.incident:hover { background: var(--hover); }
    a.incident:focus-visible { outline-offset: -3px; }
    .g-closed.incident { border-left-color: transparent; }
    .words { min-width: 0; display: grid; gap: 1px; }
    .words b { font-size: 14px; font-weight: 600; overflow-wrap: anywhere; }
    .closed .words b { font-weight: 500; }
    .words .dim { font-size: 12px; overflow-wrap: anywhere; }
    .long { display: grid; font-variant-numeric: tabular-nums; }
    .long b { font-size: 15px; font-weight: 650; }
    .long .dim, .when .dim { font-size: 12px; }
    .when { display: grid; font-variant-numeric: tabular-nums; }
    .who { display: flex; gap: 6px; align-items: center; font-size: 12px; min-width: 0; overflow-wrap: anywhere; }
    .notes { display: inline-flex; gap: 3px; align-items: center; }
    .nobody { color: var(--warn-text); font-weight: 600; }
    .end { text-align: center; padding: 14px; }
    @media (max-width: 1150px) { a.incident { grid-template-columns: 138px minmax(0, 1fr) 112px 96px; } .who { grid-column: 2 / -1; } .closed .who:not(.has) { display: none; } }
  `];
  static override properties = { live: {}, link: {}, clusters: {}, filter: {} };
  declare live: Live;
  declare link: Link;
  /** Names of the clusters to choose from. */
  declare clusters: readonly string[];
  declare filter: IncidentFilter | undefined;
  private readonly found = new Loader<Found>(() => this.requestUpdate());
  private readonly more = new Loader<Found>(() => this.requestUpdate());
  private readonly arrived = new Set<string>();
  private unwatch: (() => void) | undefined;

  constructor() {
    super();
    this.clusters = [];
    this.link = 'connecting';
    new Ticker(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('keydown', this.pressed);
    this.addEventListener('fs-retry', this.reload);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.pressed);
    this.unwatch?.();
    this.found.cancel();
    this.more.cancel();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!this.unwatch && this.live) {
      this.unwatch = this.live.watch((incident) => this.heard(incident));
    }
    const before = changed.get('filter');
    if (changed.has('filter') && JSON.stringify(before) !== JSON.stringify(this.filter) || !this.hasUpdated) {
      this.arrived.clear();
      this.more.clear();
      void this.load();
    }
  }

  private get asked(): IncidentFilter {
    return this.filter ?? ALL_INCIDENTS;
  }

  private readonly reload = (): void => void this.load();

  private async load(): Promise<void> {
    const filter = this.asked;
    await this.found.load(async (signal) => {
      if (filter.state !== 'all') {
        return api.incidents(filter, PAGE_SIZE, '', signal);
      }
      const [open, closed] = await Promise.all([
        api.incidents({ ...filter, state: 'open' }, OPEN_SIZE, '', signal), api.incidents({ ...filter, state: 'closed' }, PAGE_SIZE, '', signal),
      ]);
      return { incidents: [...open.incidents, ...closed.incidents], next: closed.next };
    });
  }

  private async loadMore(found: Found): Promise<void> {
    const filter = this.asked;
    await this.more.load(async (signal) => {
      const page = await api.incidents({ ...filter, state: filter.state === 'all' ? 'closed' : filter.state }, PAGE_SIZE, found.next, signal);
      const known = new Set(this.found.value?.incidents.map(({ id }) => id));
      this.found.value = { incidents: [...(this.found.value?.incidents ?? []), ...page.incidents.filter(({ id }) => !known.has(id))], next: page.next };
      return page;
    });
  }

  /** An incident that changed takes its place in the list; when everything may have changed, the first page is asked for again. */
  private heard(incident: IncidentItem | undefined): void {
    const found = this.found.value;
    if (!incident) {
      if (found && !this.found.loading && !this.more.value) {
        void this.load();
      }
    } else if (found) {
      if (!found.incidents.some(({ id }) => id === incident.id)) {
        this.arrived.add(incident.id);
      }
      this.found.value = { ...found, incidents: merge(found.incidents, incident, this.asked) };
      this.requestUpdate();
    }
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    const by = event.key === 'j' || event.key === 'ArrowDown' ? 1 : event.key === 'k' || event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0 || !onKey(event)) {
      return;
    }
    const links = [...this.renderRoot.querySelectorAll<HTMLElement>('a.incident')];
    const at = links.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLElement);
    event.preventDefault();
    links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
  };

  private refine(patch: Partial<IncidentFilter>): void {
    emit(this, 'fs-go', { to: incidentsLink({ ...this.asked, ...patch }), replace: true });
  }

  override render(): TemplateResult {
    const filter = this.asked;
    const found = this.found.value;
    const names = [...new Set([...this.clusters, ...(filter.cluster ? [filter.cluster] : [])])].sort();
    return html`<div class="page">
      ${renderLost(this.link, this.live.heardAt)}
      <header><h1>Incidents</h1>
        <div class="filters" role="group" aria-label="State">${STATES.map(([state, words]) => html`<button aria-pressed=${filter.state === state} @click=${() => this.refine({ state })}>${words}</button>`)}</div>
        <label class="row">Cluster <select aria-label="Cluster" @change=${(event: Event) => this.refine({ cluster: (event.target as HTMLSelectElement).value })}>
          <option value="" ?selected=${filter.cluster === ''}>all</option>${names.map((name) => html`<option value=${name} ?selected=${filter.cluster === name}>${visible(name)}</option>`)}</select></label>
        ${filter.from || filter.to ? html`<button class="small" @click=${() => this.refine({ from: '', to: '' })}>${glyph('close')}only a stretch of time</button>` : nothing}
        <span class="space"></span><span class="lamp ${this.link}"></span><span class="dim">${this.link === 'open' ? 'Live' : this.link === 'lost' ? 'Connection lost' : 'Connecting …'}</span>
      </header>
      ${this.found.problem ? renderTrouble(this, this.found.problem, 'The incidents could not be loaded') : !found ? this.renderWaiting() : found.incidents.length === 0 ? this.renderNone() : this.renderFound(found)}
    </div>`;
  }

  private renderWaiting(): TemplateResult {
    return html`<div aria-hidden="true">${Array.from({ length: 6 }, () => html`<div class="skeleton" .style=${'height:54px;margin-bottom:6px'}></div>`)}</div><span class="unseen" role="status">Loading incidents</span>`;
  }

  private renderNone(): TemplateResult {
    const filter = this.asked;
    if (filter.state === 'open') {
      return html`<div class="state g-ok"><h2 class="row">${gradeGlyph('ok')}Nothing is open</h2><p>No failover is going on${filter.cluster ? html` in <b>${visible(filter.cluster)}</b>` : nothing}.</p><div class="row"><button @click=${() => this.refine({ state: 'all' })}>Show closed ones too</button></div></div>`;
    }
    if (filter.cluster || filter.state === 'closed' || filter.from || filter.to) {
      return html`<div class="state"><h2>No such incident</h2><p>Nothing is known that matches.</p><div class="row"><button @click=${() => this.refine(ALL_INCIDENTS)}>Show all</button></div></div>`;
    }
    return html`<div class="state"><h2>No incident yet</h2><p>As soon as a node, a process or a site fails, or somebody moves a service, what happened is put together here: what failed, what took over, how long it took, and the lines that prove it.</p>
      <p>To see one without breaking anything, run <span class="mono">./failsight demo safekit-crash --speed 10</span>.</p></div>`;
  }

  private renderFound(found: Found): TemplateResult {
    const now = Date.now();
    return html`<div class=${this.link === 'lost' ? 'stale' : ''}>
      ${grouped(found.incidents, now).map((group) => this.renderGroup(group, now))}
      ${found.next === '' ? nothing : html`<p class="end">${this.more.problem ? html`<span role="alert">${this.more.problem.title}. ${this.more.problem.detail} </span>` : nothing}
        <button ?disabled=${this.more.loading} @click=${() => void this.loadMore(found)}>${this.more.loading ? 'Loading …' : 'Older ones'}</button></p>`}</div>`;
  }

  private renderGroup(group: Group, now: number): TemplateResult {
    return html`<section aria-label=${visible(group.title)}><h2>${visible(group.title)} <span class="dim">${group.incidents.length}</span></h2>
      <ul class="panel ${group.open ? '' : 'closed'}">${repeat(group.incidents, ({ id }) => id, (incident) => html`<li class=${this.arrived.has(incident.id) ? 'new' : ''}>${this.renderIncident(incident, now)}</li>`)}</ul></section>`;
  }

  private renderIncident(incident: IncidentItem, now: number): TemplateResult {
    const durations = durationsOf(incident, now);
    const where = [incident.cluster, incident.site, incident.product].filter((part) => part !== '').map(visible).join(' · ');
    return html`<a class="incident ${gradeClass(incident.state)}" href=${incidentLink(incident.id)}>
      <span><span class="pill ${incident.state === 'down' ? 'loud' : ''}" title=${STATE_MEANING[incident.state] ?? ''}>${gradeGlyph(incident.state)}${stateWords(incident.state)}</span></span>
      <span class="words"><b>${sentence(incident.summary || kindWords(incident.kind))}</b><span class="dim"><span title=${KIND_MEANING[incident.kind] ?? ''}>${kindWords(incident.kind)}</span>${incident.planned && incident.kind !== 'planned-switch' ? ', planned' : ''} · ${where}${incident.provisional ? ' · may still change' : ''}</span></span>
      ${this.renderLong(durations)}
      <span class="when">${renderTime(beganAt(incident), incident.state !== 'closed')}<span class="dim">began</span></span>
      <span class="who ${incident.acknowledged || incident.handedTo ? 'has' : ''}">${incident.handedTo ? html`${glyph('hand')}${visible(incident.handedTo)}` : incident.acknowledged ? html`${glyph('person')}${visible(incident.acknowledged.by)}` : incident.state === 'closed' ? nothing : html`<span class="nobody">not acknowledged</span>`}${incident.notes > 0 ? html`<span class="dim notes" title="Notes">${glyph('note')}${incident.notes}</span>` : nothing}</span>
    </a>`;
  }

  /** The duration that hurts most: what still runs, without service before without redundancy. */
  private renderLong(durations: readonly Duration[]): TemplateResult {
    const [, , service, redundancy] = durations;
    const shown = [service, redundancy].find(({ running }) => running) ?? [service, redundancy].find(({ millis }) => (millis ?? 0) > 0) ?? service;
    return shown.millis === undefined ? html`<span class="long"><span class="dim">–</span></span>`
      : html`<span class="long"><b>${spanWords(shown.millis)}</b><span class="dim">${shown.title.toLowerCase()}${shown.running ? ', still' : ''}</span></span>`;
  }
}
customElements.define('fs-incidents', FsIncidents);
