import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { api, type Problem } from '../api';
import { copy, emit } from '../events';
import type { Link } from '../live';
import { Loader } from '../loader';
import { asOf, deafReceivers, silenceOn, siteColumns, verdictOf, worstFirst, type ClusterHealth, type SiteHealth } from '../logic/cluster-health';
import { beganAt, spanWords } from '../logic/durations';
import { millisOf, stampOf } from '../logic/format';
import { kindWords } from '../logic/incident-words';
import { sentence } from '../logic/sentences';
import { localText, parseTyped, resolveTime } from '../logic/time';
import { visible } from '../logic/visible';
import type { ClusterState, IncidentItem, Receiver, Silence } from '../model';
import { incidentLink, NOTIFICATIONS_LINK, overviewLink } from '../route';
import { Ticker } from '../ticker';
import './fs-cluster';
import { glyph } from './glyphs';
import { gradeClass, gradeGlyph, grades, pages, renderLost, renderTrouble } from './page-styles';
import { controls } from './styles';

const STEP_MILLIS = 60_000;
const INCIDENTS_AROUND = 200;
/** Incidents are looked for that were opened so long before an instant, and, as lines may come late, so long after it. */
const LASTING_MILLIS = 30 * 86_400_000;
const LATE_MILLIS = 86_400_000;
/** With more clusters than that, those that are well take one line each. */
const COMPACT_FROM = 5;

const SNIPPET = `sites:
- name: north
  nodes:
  - name: vms-a
    cluster: vms
    addresses: [192.0.2.11]
    hosts: [VMS-A]
- name: south
  nodes:
  - name: vms-b
    cluster: vms
    addresses: [192.0.2.12]
    hosts: [VMS-B]
`;

const around = (iso: string, by: number): string => new Date(millisOf(iso) + by).toISOString();

interface Past {
  readonly at: string;
  readonly clusters: readonly ClusterState[];
  readonly incidents: readonly IncidentItem[];
}

/** All clusters at one look, worst first, in the columns of the sites; now, or as they were at an instant. */
export class FsOverview extends LitElement {
  static override styles = [controls, pages, grades, css`
    .verdict { display: flex; gap: 14px; align-items: center; padding: 12px 18px; border-radius: 10px; background: var(--g-soft); border: 1px solid var(--g); color: var(--g); }
    .g-down.verdict, .g-split.verdict { background: var(--g-ground); border-color: var(--g-ground); color: #fff; }
    .verdict svg.glyph { width: 34px; height: 34px; }
    .verdict h1 { font-size: 23px; line-height: 1.2; font-weight: 700; }
    .verdict .words { display: grid; gap: 4px; min-width: 0; }
    .verdict a { color: inherit; font-size: 15px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .verdict a:focus-visible { outline-color: currentColor; outline-offset: -1px; }
    .verdict p { font-size: 14px; }
    .past { background: var(--accent-soft); border: 1px solid var(--accent); border-radius: 10px; padding: 8px 14px; display: flex; gap: 10px; align-items: center; flex-wrap: wrap; margin-bottom: 12px; }
    .past b { font-size: 15px; }
    form { display: flex; gap: 6px; align-items: center; }
    form input { width: 204px; }
    .wrong { color: var(--danger); font-size: 12px; }
    .columns { display: grid; position: sticky; top: 0; z-index: 5; background: var(--ground); margin: 10px 0 0; padding: 8px 0 6px 7px; font-weight: 650; }
    .columns > span { padding: 0 10px; flex-wrap: wrap; display: flex; gap: 6px; align-items: center; min-width: 0; }
    .columns .bad { color: var(--warn-text); }
    .columns .dead { color: var(--danger); }
    .list { display: grid; gap: 12px; padding-top: 4px; }
    pre { margin: 0; padding: 11px 14px; border-radius: var(--radius); background: var(--sunken); font: 12.5px/1.55 var(--mono); overflow-x: auto; width: 100%; }
    .copied { position: relative; width: 100%; }
    .copied button { position: absolute; top: 6px; right: 6px; }
    .state { max-width: 760px; }
    .state ol { margin: 0; padding-left: 20px; display: grid; gap: 10px; }
    .state ol > li { padding-left: 4px; }
    @media (max-width: 1150px) { :host { --what: 250px; } }
  `];
  static override properties = { clusters: {}, sites: {}, open: {}, silences: {}, receivers: {}, link: {}, heardAt: {}, problem: {}, at: {}, wrong: { state: true } };
  declare clusters: readonly ClusterState[] | undefined;
  declare sites: readonly string[];
  declare open: readonly IncidentItem[] | undefined;
  declare silences: readonly Silence[];
  declare receivers: readonly Receiver[];
  declare link: Link;
  declare heardAt: number;
  declare problem: Problem | undefined;
  /** The past instant that is looked at, ISO 8601, or empty for now. */
  declare at: string;
  declare wrong: string;
  private readonly past = new Loader<Past>(() => this.requestUpdate());

  constructor() {
    super();
    this.sites = [];
    this.silences = [];
    this.receivers = [];
    this.link = 'connecting';
    this.heardAt = 0;
    this.at = '';
    this.wrong = '';
    new Ticker(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.past.cancel();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (this.at !== '' && this.clusters && (changed.has('at') || changed.get('clusters') === undefined && changed.has('clusters'))) {
      void this.loadPast(this.at, this.clusters);
    } else if (changed.has('at') && this.at === '') {
      this.past.clear();
    }
  }

  private async loadPast(at: string, clusters: readonly ClusterState[]): Promise<void> {
    await this.past.load(async (signal) => {
      const [states, { incidents }] = await Promise.all([
        Promise.all(clusters.map(({ name }) => api.clusterAt(name, at, signal))),
        api.incidents({ state: 'all', cluster: '', from: around(at, -LASTING_MILLIS), to: around(at, LATE_MILLIS) }, INCIDENTS_AROUND, '', signal),
      ]);
      return { at, clusters: states.filter((state) => state !== undefined), incidents: asOf(incidents, millisOf(at)) };
    });
  }

  private look(event: SubmitEvent): void {
    event.preventDefault();
    const now = Date.now();
    const typed = parseTyped(String(new FormData(event.target as HTMLFormElement).get('at')), now);
    const millis = typed === undefined ? undefined : resolveTime(typed, now);
    if (millis === undefined) {
      this.wrong = 'Write a time like 2026-11-20 10:00:05, 10:00 or now-2h.';
    } else if (millis > now) {
      this.wrong = 'That time has not come yet.';
    } else {
      this.wrong = '';
      emit(this, 'fs-go', { to: overviewLink(new Date(millis).toISOString()) });
    }
  }

  private step(by: number): void {
    const to = millisOf(this.at) + by;
    emit(this, 'fs-go', { to: to >= Date.now() ? overviewLink() : overviewLink(new Date(to).toISOString()), replace: true });
  }

  override render(): TemplateResult {
    const { clusters, open } = this;
    const waiting = clusters === undefined || open === undefined;
    if (waiting && this.problem) {
      return html`<div class="page">${renderTrouble(this, this.problem, 'The overview could not be loaded')}</div>`;
    }
    if (!waiting && clusters.length === 0 && open.length === 0) {
      return html`<div class="page">${renderLost(this.link, this.heardAt)}${this.renderEmpty()}</div>`;
    }
    return html`<div class="page">
      ${renderLost(this.link, this.heardAt)}
      <header>
        ${this.at ? nothing : html`<span class="lamp ${this.link}"></span><span role="status">${this.link === 'open' ? 'Live' : this.link === 'lost' ? 'Connection lost' : 'Connecting …'}</span>`}
        <span class="space"></span>
        ${this.wrong ? html`<span class="wrong" role="alert">${this.wrong}</span>` : nothing}
        <form @submit=${this.look}><label for="at" class="dim">As it was at</label>
          <input id="at" name="at" type="text" autocomplete="off" spellcheck="false" placeholder="10:00 or now-2h" .value=${this.at ? localText(millisOf(this.at)) : ''}><button>Look</button></form>
      </header>
      ${this.at ? this.renderAt() : nothing}
      ${waiting ? this.renderWaiting() : this.renderState(clusters, open)}
    </div>`;
  }

  private renderAt(): TemplateResult {
    const stamp = stampOf(this.at);
    return html`<div class="past" role="status">${glyph('clock')}<b class="tabular">${stamp.date} ${stamp.time.slice(0, 8)}</b><span>You look at the past; nothing here is live.</span><span class="space"></span>
      <button class="small" @click=${() => this.step(-STEP_MILLIS)}>−1 min</button><button class="small" @click=${() => this.step(-1000)}>−1 s</button>
      <button class="small" @click=${() => this.step(1000)}>+1 s</button><button class="small" @click=${() => this.step(STEP_MILLIS)}>+1 min</button>
      <button class="primary" @click=${() => emit(this, 'fs-go', { to: overviewLink() })}>Back to now</button></div>`;
  }

  private renderWaiting(): TemplateResult {
    return html`<div class="list" aria-hidden="true"><div class="skeleton" .style=${'height:72px'}></div>${[1, 2, 3].map(() => html`<div class="skeleton" .style=${'height:150px'}></div>`)}</div><span class="unseen" role="status">Loading</span>`;
  }

  private renderState(clusters: readonly ClusterState[], open: readonly IncidentItem[]): TemplateResult {
    if (!this.at) {
      return this.renderAll(clusters, open, this.link === 'lost' ? this.heardAt : Date.now(), this.link === 'lost');
    }
    if (this.past.problem) {
      return renderTrouble(this, this.past.problem, 'That instant could not be loaded');
    }
    const past = this.past.value;
    if (past && past.clusters.length === 0) {
      return html`<div class="state"><h2>Nothing is known of that time</h2><p>No cluster had said anything by then, or what it said is no longer kept.</p></div>`;
    }
    return past ? this.renderAll(past.clusters, past.incidents, millisOf(past.at), this.past.loading) : this.renderWaiting();
  }

  private renderAll(clusters: readonly ClusterState[], open: readonly IncidentItem[], now: number, stale: boolean): TemplateResult {
    const health = worstFirst(clusters, open);
    const sites = siteColumns(this.sites, clusters);
    const columns = sites.length > 1 ? `repeat(${sites.length}, minmax(0, 1fr))` : 'minmax(0, 1fr)';
    const strangers = open.filter(({ cluster }) => !clusters.some(({ name }) => name === cluster));
    return html`<div class=${stale ? 'stale' : ''}>
      ${this.renderVerdict(health, open, now)}
      ${this.at ? nothing : this.renderDeaf()}
      ${strangers.map((incident) => html`<p class="away">${gradeGlyph(incident.state)}<a href=${incidentLink(incident.id)}>${sentence(incident.summary || kindWords(incident.kind))}</a></p>`)}
      ${sites.length > 1 ? html`<div class="columns" .style=${`grid-template-columns: var(--what, 310px) ${columns}`}><span class="dim">${health.length === 1 ? '1 cluster' : `${health.length} clusters, worst first`}</span>${sites.map((site) => this.renderSite(site))}</div>` : html`<div class="columns"></div>`}
      <div class="list">${repeat(health, ({ cluster }) => cluster.name, (one) => html`<fs-cluster .health=${one} .sites=${sites} .now=${now} .silence=${silenceOn(one.cluster.name, this.silences, now)} ?compact=${one.grade === 'ok' && health.length > COMPACT_FROM}></fs-cluster>`)}</div>
    </div>`;
  }

  /** A failover that nobody is told of is half a failover noticed. */
  private renderDeaf(): TemplateResult | typeof nothing {
    const deaf = deafReceivers(this.receivers);
    return deaf.length === 0 ? nothing : html`<p class="away">${glyph('bell')}<span><b>Messages to ${deaf.map(({ name }) => visible(name)).join(', ')} do not arrive</b>${deaf[0].lastError ? `: ${visible(deaf[0].lastError)}` : '.'} <a href=${NOTIFICATIONS_LINK}>Look at the receivers</a></span></p>`;
  }

  private renderSite(site: SiteHealth): TemplateResult {
    const state = site.lost ? 'dead' : site.bad > 0 ? 'bad' : '';
    return html`<span class=${state}>${site.lost ? glyph('stop') : site.bad > 0 ? glyph('warning') : nothing}${visible(site.name)}
      <span class=${state || 'dim'}>${site.nodes === 0 ? '' : site.lost ? 'nothing of it serves or stands by' : site.bad > 0 ? `${site.bad} of ${site.nodes} nodes out` : ''}</span></span>`;
  }

  private renderVerdict(health: readonly ClusterHealth[], open: readonly IncidentItem[], now: number): TemplateResult {
    const { grade, title } = verdictOf(health);
    const worst = health.filter((one) => one.grade === grade && grade !== 'ok');
    const urgent = open.filter(({ state }) => state === 'down').concat(open.filter(({ state }) => state === 'degraded')).slice(0, 3);
    return html`<section class="verdict ${gradeClass(grade)}" aria-label="In short">${gradeGlyph(grade)}
      <div class="words"><h1>${title}</h1>
        ${urgent.map((incident) => html`<a href=${incidentLink(incident.id)}>${visible(incident.cluster)}: ${sentence(incident.summary || kindWords(incident.kind))} <span class="tabular">(${spanWords(now - millisOf(beganAt(incident)))})</span></a>`)}
        ${urgent.length === 0 ? worst.slice(0, 2).map((one) => (one.reason ? html`<p>${visible(one.cluster.name)}: ${sentence(one.reason)}</p>` : nothing)) : nothing}
      </div></section>`;
  }

  private renderEmpty(): TemplateResult {
    return html`<div class="state"><h2>No cluster is known yet</h2>
      <p>A cluster appears here as soon as one of its nodes says something about a failover: a role, a heartbeat, a checker, an address that moved. Failsight reads that from the logs it gathers; nothing has come in so far.</p>
      <ol>
        <li>Send it the logs of the nodes: syslog to port 5514, once <span class="mono">./failsight up --listen 0.0.0.0</span> has opened it to other machines, or files and journals of this machine (nothing to do). What came in is under <a href="?page=search">Search</a>.</li>
        <li>Say which nodes belong together, in <span class="mono">failsight.yaml</span>:${this.renderCopied(SNIPPET, 'Snippet')}</li>
        <li>Or see what it looks like, with a cluster that fails over for show:${this.renderCopied('./failsight demo safekit-crash --speed 10', 'Command')}</li>
      </ol></div>`;
  }

  private renderCopied(text: string, what: string): TemplateResult {
    return html`<div class="copied"><pre>${text}</pre><button class="small" @click=${() => void copy(this, text, what)}>${glyph('copy')}Copy</button></div>`;
  }
}
customElements.define('fs-overview', FsOverview);
