import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { NodeState, Silence } from '../model';
import { clockGrade, isMissing, isOut, nodeGrade, type ClusterHealth, type SiteHealth } from '../logic/cluster-health';
import { agoWords, beganAt, offsetWords, spanWords } from '../logic/durations';
import { millisOf } from '../logic/format';
import { kindWords, plain, redundancyWords, ROLE_MEANING, roleWords } from '../logic/incident-words';
import { sentence } from '../logic/sentences';
import { visible } from '../logic/visible';
import { incidentLink, incidentsLink, NOTIFICATIONS_LINK } from '../route';
import { glyph } from './glyphs';
import { gradeClass, gradeGlyph, grades } from './page-styles';
import { controls } from './styles';

const REDUNDANCY_GRADE: Record<string, string> = { 'in-sync': 'ok', syncing: 'risk', 'out-of-sync': 'degraded', lost: 'degraded' };
const VERDICT_GRADE: Record<string, string> = { yes: 'ok', no: 'degraded' };
const VERDICT_WORDS: Record<string, string> = { yes: 'A failover would work', no: 'A failover would not work', unknown: 'Not known whether a failover would work' };

/** One cluster: how it is with it, and its nodes in the columns of their sites. */
export class FsCluster extends LitElement {
  static override styles = [controls, grades, css`
    :host { display: block; }
    article { display: grid; grid-template-rows: 1fr; border: 1px solid var(--line); border-left: 7px solid var(--g); border-radius: 10px; background: var(--panel); overflow: hidden; }
    article.g-down, article.g-split { border-color: var(--g); box-shadow: 0 0 0 1px var(--g); }
    .what { grid-row: 1 / span 3; padding: 10px 16px 12px; display: grid; grid-template-columns: minmax(0, 1fr); gap: 6px; align-content: start; min-width: 0; border-right: 1px solid var(--line); }
    .g-down .what, .g-split .what, .g-degraded .what { background: var(--g-soft); }
    h2 { margin: 0; font-size: 16px; font-weight: 650; overflow-wrap: anywhere; display: flex; gap: 8px; align-items: baseline; flex-wrap: wrap; }
    h2 .dim { font-size: 12px; font-weight: 400; }
    h2 a { margin-left: auto; }
    details summary { cursor: pointer; color: var(--text-dim); border-radius: 4px; font-size: 12px; }
    .word .pill { font-size: 12px; font-weight: 600; letter-spacing: 0; }
    .word { flex-wrap: wrap; display: flex; align-items: center; gap: 8px; font-size: 21px; font-weight: 750; letter-spacing: .3px; color: var(--g); line-height: 1.15; }
    .g-ok .word, .g-unknown .word { font-size: 15px; letter-spacing: 0; }
    .word > svg.glyph { width: 24px; height: 24px; }
    .g-ok .word > svg.glyph, .g-unknown .word > svg.glyph { width: 18px; height: 18px; }
    .held { display: inline-flex; gap: 6px; align-items: center; color: var(--text-dim); justify-self: start; }
    .compact .facts, .compact .about, .compact .resources { display: none; }
    .compact .what { grid-template-columns: 1fr auto; padding: 7px 8px 7px 16px; align-items: center; align-content: center; grid-row: 1; }
    .compact h2 a, .compact h2 .dim { display: none; }
    .compact .site { padding: 5px 10px; }
    .compact .node { padding: 4px 8px; }
    .compact .held { grid-column: 1 / -1; }
    .more { margin-left: auto; }
    p { margin: 0; }
    .incident { display: grid; gap: 1px; overflow-wrap: anywhere; }
    .incident a { color: inherit; text-underline-offset: 2px; }
    .facts { grid-column: 2 / -1; display: flex; flex-wrap: wrap; gap: 2px 14px; padding: 6px 14px 8px; border-top: 1px dashed var(--line); align-self: end; }
    .fact { display: inline-flex; gap: 6px; color: var(--g); font-weight: 600; align-items: center; }
    .site { padding: 10px; display: grid; gap: 8px; align-content: start; min-width: 0; }
    .site + .site { border-left: 1px dashed var(--line); }
    .site.flow { grid-column: 2 / -1; border-left: 0 !important; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); }
    .node { border: 1.5px solid var(--line-strong); border-radius: 8px; padding: 8px 10px; display: grid; gap: 3px; align-content: start; background: var(--panel); min-width: 0; }
    .node h3 { margin: 0; font-size: 13.5px; font-weight: 650; overflow-wrap: anywhere; }
    .role { display: flex; align-items: center; gap: 2px 9px; flex-wrap: wrap; }
    .role h3 { flex: 1 1 auto; }
    .about { display: flex; flex-wrap: wrap; gap: 1px 12px; }
    .role b { padding: 1px 9px; border-radius: 5px; font-size: 13px; font-weight: 750; letter-spacing: .5px; border: 1.5px solid transparent; }
    .n-serving .role b { background: var(--ok-ground); color: #fff; }
    .n-standby .role b { border-color: var(--ok); color: var(--ok); }
    .n-alone .role b { background: var(--warn-ground); color: #fff; }
    .n-waiting .role b { border: 1.5px dashed var(--warn-text); color: var(--warn-text); }
    .n-stopped .role b { border-color: var(--danger); color: var(--danger); background: repeating-linear-gradient(135deg, var(--danger-soft) 0 5px, transparent 5px 10px); }
    .n-unknown .role b { border: 1.5px dotted var(--text-dim); color: var(--text-dim); }
    .n-alone { border-color: var(--warn-text); }
    .n-stopped, .n-waiting { border-color: var(--danger); border-style: dashed; }
    .n-unknown { border-style: dotted; }
    .n-out { border: 1.5px dashed var(--danger); }
    .small { font-size: 12px; }
    .bad { color: var(--danger); font-weight: 600; }
    .warn { color: var(--warn-text); font-weight: 600; }
    .line { display: flex; gap: 5px; align-items: baseline; overflow-wrap: anywhere; }
    .line svg { align-self: center; }
    .resources { margin-top: 2px; }
    .resources dl { margin: 4px 0 0; display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 1px 7px; font-size: 12px; }
    dt { overflow-wrap: anywhere; } dd { margin: 0; }
    .none { color: var(--text-dim); font-size: 12px; align-self: center; justify-self: center; padding: 4px 0; }
  `];
  static override properties = { health: {}, sites: {}, now: {}, silence: {}, compact: { type: Boolean }, wide: { state: true } };
  declare health: ClusterHealth;
  declare sites: readonly SiteHealth[];
  /** The instant that is looked at, epoch milliseconds. */
  declare now: number;
  /** What holds messages about it back at the moment. */
  declare silence: Silence | undefined;
  /** Shown in one line until somebody wants more. */
  declare compact: boolean;
  declare wide: boolean;

  constructor() {
    super();
    this.sites = [];
    this.now = 0;
    this.compact = false;
    this.wide = false;
  }

  override render(): TemplateResult {
    const { cluster, grade } = this.health;
    const named = new Set(this.sites.map(({ name }) => name));
    const stray = cluster.nodes.filter(({ site }) => !named.has(site));
    const several = this.sites.length > 1 && stray.length < cluster.nodes.length;
    const columns = this.sites.length > 1 ? `repeat(${this.sites.length}, minmax(0, 1fr))` : 'minmax(0, 1fr)';
    return html`<article class="${gradeClass(grade)} ${this.compact && !this.wide ? 'compact' : ''}" aria-label="Cluster ${visible(cluster.name)}" .style=${`grid-template-columns: var(--what, 310px) ${columns}`}>
      ${this.renderWhat()}
      ${several ? this.sites.map(({ name }) => this.renderSite(cluster.nodes.filter(({ site }) => site === name), name)) : nothing}
      ${several && stray.length === 0 ? nothing : html`<div class="site flow">${(several ? stray : cluster.nodes).map((node) => this.renderNode(node))}</div>`}
      ${this.renderFacts()}
    </article>`;
  }

  private renderWhat(): TemplateResult {
    const { cluster, grade, word, incidents, planned, reason } = this.health;
    return html`<div class="what">
      <h2>${visible(cluster.name)}<span class="dim">${visible(cluster.product)}</span><a class="dim" href=${incidentsLink({ cluster: cluster.name })}>its incidents</a></h2>
      <div class="word">${gradeGlyph(grade)}<span>${word}</span>${this.compact ? html`<button class="small quiet icon more" aria-expanded=${this.wide} aria-label="Details of ${visible(cluster.name)}" title="Details" @click=${() => (this.wide = !this.wide)}>${glyph(this.wide ? 'down' : 'right')}</button>` : nothing}${planned ? html`<span class="pill plain">${glyph('tool')}planned</span>` : nothing}</div>
      ${incidents.map((incident) => html`<div class="incident ${gradeClass(incident.state)}"><a href=${incidentLink(incident.id)}>${sentence(incident.summary || kindWords(incident.kind))}</a>
        <span class="dim small tabular">${kindWords(incident.kind)}, ${incident.state === 'restored' ? `over, began ${agoWords(beganAt(incident), this.now)}` : `for ${spanWords(this.now - millisOf(beganAt(incident)))}`}, ${incident.handedTo ? `with ${visible(incident.handedTo)}` : incident.acknowledged ? `${visible(incident.acknowledged.by)} has it` : html`<b class="warn">not acknowledged</b>`}</span></div>`)}
      ${this.renderSilence()}
      ${incidents.length === 0 && grade !== 'ok' && reason && reason !== cluster.readiness.reasons[0] ? html`<p>${sentence(reason)}</p>` : nothing}
    </div>`;
  }

  private renderSilence(): TemplateResult | typeof nothing {
    const silence = this.silence;
    return silence === undefined ? nothing : html`<a class="held small" href=${NOTIFICATIONS_LINK} title="${visible(silence.reason)}">${glyph(silence.maintenance ? 'tool' : 'mute')}<span>${silence.maintenance ? 'Maintenance' : 'Silenced'}${silence.kinds.length > 0 ? ' (some kinds)' : ''}, ${spanWords(millisOf(silence.to) - this.now)} to go</span></a>`;
  }

  /** Redundancy, and whether a failover would work and why, along the foot. */
  private renderFacts(): TemplateResult {
    const { cluster } = this.health;
    const redundancy = REDUNDANCY_GRADE[cluster.redundancy] ?? 'unknown';
    const verdict = VERDICT_GRADE[cluster.readiness.verdict] ?? 'unknown';
    const reasons = cluster.readiness.reasons;
    return html`<div class="facts">
      <span class="fact ${gradeClass(redundancy)}">${gradeGlyph(redundancy)}${redundancyWords(cluster.redundancy)}</span>
      <span class="fact ${gradeClass(verdict)}">${gradeGlyph(verdict)}${VERDICT_WORDS[cluster.readiness.verdict] ?? VERDICT_WORDS.unknown}</span>
      ${reasons.map((words, at) => html`<span class=${verdict === 'ok' || at > 0 ? 'dim' : ''}>${sentence(words)}</span>`)}</div>`;
  }

  private renderSite(nodes: readonly NodeState[], site: string): TemplateResult {
    return html`<div class="site" role="group" aria-label=${visible(site)}>${nodes.length === 0 ? html`<span class="none" title="No node of this cluster is here">–</span>` : nodes.map((node) => this.renderNode(node))}</div>`;
  }

  private renderNode(node: NodeState): TemplateResult {
    const clock = clockGrade(node);
    const role = nodeGrade(node);
    return html`<section class="node n-${role} ${isOut(node, this.health.cluster) ? 'n-out' : ''}" aria-label="Node ${visible(node.name)}">
      <div class="role"><b title="${`${visible(node.role)}: ${ROLE_MEANING[node.role] ?? 'role not known'}`}">${visible(roleWords(node))}</b><h3>${visible(node.name)}</h3>${node.state ? html`<span class=${node.state === 'ready' ? 'dim small' : 'warn small'}>${plain(node.state)}</span>` : nothing}</div>
      ${node.silent ? html`<span class="line bad small">${glyph('mute')}<span>silent${node.seen ? html`, last heard ${agoWords(node.seen, this.now)}` : nothing}</span></span>` : nothing}
      <div class="about small"><span class="dim">${node.since ? html`for ${agoWords(node.since, this.now).replace(/ ago$/, '')}` : ROLE_MEANING[node.role] ?? ''}</span>
      <span class="line ${clock === 'critical' ? 'bad' : clock === 'warn' ? 'warn' : 'dim'}" title="How far this node's clock is ahead of the collector's. Times of its lines are corrected by it.">${glyph(clock === 'critical' || clock === 'warn' ? 'warning' : 'clock')}<span>clock ${offsetWords(node.clockOffsetMillis, node.clockUncertaintyMillis)}</span></span></div>
      ${this.renderResources(node)}
    </section>`;
  }

  private renderResources(node: NodeState): TemplateResult | typeof nothing {
    const resources = node.resources.filter((resource) => resource.up || isMissing(resource, node));
    if (resources.length === 0) {
      return nothing;
    }
    const down = resources.filter(({ up }) => !up);
    return html`${down.map((resource) => html`<span class="line bad small" title=${visible(resource.type)}>${glyph('close')}<span>${visible(resource.name)} <span class="dim">${resource.since ? spanWords(this.now - millisOf(resource.since)) : ''}</span></span></span>`)}
      <details class="resources"><summary>${resources.length - down.length} of ${resources.length} ${down.length === 0 ? 'resources up' : 'up'}</summary>
        <dl>${resources.map(({ name, type, up, since }) => html`<dt>${visible(name)}</dt><dd class="dim">${visible(type)}</dd><dd class=${up ? 'dim' : 'bad'} title=${since ? `since ${since}` : ''}>${up ? 'up' : 'down'}</dd>`)}</dl></details>`;
  }
}
customElements.define('fs-cluster', FsCluster);
