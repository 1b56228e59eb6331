import { LitElement, css, html, nothing, svg, type PropertyValues, type SVGTemplateResult, type TemplateResult } from 'lit';
import { beganAt, plusMinus, spanWords, type Duration } from '../logic/durations';
import { millisOf, stampOf, tickLabel } from '../logic/format';
import { INSTANT_MEANING, instantWords, layerWords, plain, stepWords } from '../logic/incident-words';
import {
  foldsOf, instantMarks, lanesOf, panned, pilesOf, rangeOf, scaleOf, stepOf, STEPS, ticksOf, timeAt, timesOf, xOf, zoomed,
  type InstantMark, type Lane, type Pile, type Range, type Scale,
} from '../logic/timeline';
import { visible } from '../logic/visible';
import type { Incident } from '../model';
import { glyph } from './glyphs';
import { controls } from './styles';
import { foldShape, pileShape, shapeStyles, stepShape } from './timeline-shapes';

const LABELS_PIXELS = 216;
const RIGHT_PIXELS = 14;
const INSTANT_PIXELS = 138;
const INSTANT_ROW = 33;
const BAR = 17;
const ROW = 21;
const LANE_GAP = 7;
const AXIS = 24;
const LAYER_ROW = 18;
const NEAR = 16;
const PILE_MOST = 40;
const TIP_LINES = 6;
const TIP_PIXELS = 460;

interface Placed {
  readonly pile: Pile;
  readonly y: number;
  readonly key: string;
}

/** The six instants and all lines that prove them on one time axis, a lane for each layer and component. Tells which lines were picked with `picked`. */
export class FsTimeline extends LitElement {
  static override styles = [controls, shapeStyles, css`
    :host { display: block; position: relative; }
    .tools { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; padding: 8px 12px; border-bottom: 1px solid var(--line); }
    .tools .space { flex: 1; }
    .tools h2 { margin: 0; font-size: 14px; }
    svg.chart { display: block; width: 100%; user-select: none; touch-action: pan-y; }
    .chart text { font: 12px var(--font); fill: var(--text); }
    .chart .dimmed { fill: var(--text-dim); }
    .chart .small { font-size: 11px; }
    .chart .strong { font-weight: 650; }
    .lane-line { stroke: var(--line); }
    .layer { fill: var(--sunken); opacity: .6; }
    .tick { stroke: var(--line); }
    .instant { cursor: pointer; }
    .instant .stem { stroke: var(--i); stroke-width: 1.5; }
    .instant.inferred .stem { stroke-dasharray: 5 4; }
    .instant .band { fill: var(--i); opacity: .13; }
    .instant .whisker { stroke: var(--i); stroke-width: 3; }
    .instant text { fill: var(--i); }
    .instant text.time { fill: var(--text); font-variant-numeric: tabular-nums; }
    .instant .plate { fill: var(--panel); stroke: transparent; }
    .instant:hover .plate, .instant.on .plate { fill: var(--hover); stroke: var(--i); }
    .i-lastGood { --i: var(--text-dim); } .i-fault { --i: var(--danger); } .i-detected { --i: var(--warn-text); } .i-decided { --i: var(--accent); } .i-restored, .i-redundant { --i: var(--ok); }
    .span rect { fill: var(--b); opacity: .85; } .span text { fill: #fff; font-weight: 650; font-size: 11.5px; }
    .span.outside text { fill: var(--b); }
    .b-service { --b: var(--danger-ground); } .b-redundancy { --b: var(--warn-ground); }
    .mark { cursor: pointer; } .mark .hit { fill: transparent; }
    .mark .ring { fill: none; stroke: transparent; stroke-width: 2; }
    .mark.on .ring { stroke: var(--accent); fill: var(--accent-soft); }
    .mark:hover .ring { stroke: var(--line-strong); }
    .mark:focus { outline: none; } .mark:focus-visible .ring { stroke: var(--accent); stroke-width: 3; }
    .instant:focus { outline: none; } .instant:focus-visible .plate { stroke: var(--accent); stroke-width: 2.5; }
    .whisk { stroke: var(--text-dim); stroke-width: 1.5; opacity: .7; }
    .brush { fill: var(--accent); opacity: .2; }
    .tip { position: absolute; z-index: 12; width: min(460px, 90%); pointer-events: none; padding: 9px 12px; background: var(--raised); border: 1px solid var(--line-strong); border-radius: 8px; box-shadow: var(--shadow); font-size: 12px; display: grid; gap: 6px; }
    .tip .line { font: 12px/1.45 var(--mono); overflow-wrap: anywhere; display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; overflow: hidden; }
    .legend { display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 7px 12px 9px; border-top: 1px solid var(--line); font-size: 12px; color: var(--text-dim); align-items: center; }
    .legend span { display: inline-flex; gap: 5px; align-items: center; }
    .legend svg { width: 16px; height: 16px; flex: none; }
  `];
  static override properties = { incident: {}, durations: {}, marked: {}, width: { state: true }, range: { state: true }, trueToScale: { state: true }, tip: { state: true }, brush: { state: true }, focused: { state: true } };
  declare incident: Incident;
  declare durations: readonly Duration[];
  /** Ids of the lines to point out. */
  declare marked: ReadonlySet<string>;
  declare width: number;
  /** The stretch zoomed into; undefined: all. */
  declare range: Range | undefined;
  declare trueToScale: boolean;
  declare tip: Placed | undefined;
  declare brush: { readonly from: number; readonly to: number } | undefined;
  declare focused: string;
  private readonly watcher = new ResizeObserver(([entry]) => (this.width = Math.round(entry.contentRect.width)));
  private placed: Placed[] = [];
  private scale: Scale = scaleOf({ from: 0, to: 1 }, 1, []);

  constructor() {
    super();
    this.durations = [];
    this.marked = new Set();
    this.width = 0;
    this.trueToScale = false;
    this.focused = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.watcher.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watcher.disconnect();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('incident') as Incident | undefined;
    if (changed.has('incident') && before && before.id !== this.incident.id) {
      this.range = undefined;
      this.focused = '';
      this.tip = undefined;
    }
  }

  private get whole(): Range {
    return rangeOf(timesOf(this.incident.evidence, this.incident.instants), !this.trueToScale);
  }

  private zoom(factor: number): void {
    const range = this.range ?? this.whole;
    const about = this.tip ? millisOf(this.tip.pile.items[0].time) : (range.from + range.to) / 2;
    this.show(zoomed(range, this.whole, about, factor));
  }

  private show(range: Range): void {
    const whole = this.whole;
    this.tip = undefined;
    this.range = range.to - range.from >= (whole.to - whole.from) * 0.999 ? undefined : range;
  }

  private pan(share: number): void {
    this.show(panned(this.range ?? this.whole, this.whole, share));
  }

  private pick(ids: readonly string[]): void {
    this.dispatchEvent(new CustomEvent('picked', { detail: ids }));
  }

  private place(event: PointerEvent): number {
    const chart = this.renderRoot.querySelector('svg.chart') as SVGElement;
    return Math.min(Math.max(event.clientX - chart.getBoundingClientRect().left - LABELS_PIXELS, 0), this.scale.width);
  }

  private pressed(event: PointerEvent): void {
    if (event.button === 0 && !(event.target as Element).closest('.mark, .instant')) {
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      this.brush = { from: this.place(event), to: this.place(event) };
    }
  }

  private moved(event: PointerEvent): void {
    if (this.brush) {
      this.brush = { ...this.brush, to: this.place(event) };
    }
  }

  private released(): void {
    const brush = this.brush;
    this.brush = undefined;
    if (brush && Math.abs(brush.to - brush.from) > 6) {
      this.show({ from: timeAt(this.scale, Math.min(brush.from, brush.to)), to: timeAt(this.scale, Math.max(brush.from, brush.to)) });
    }
  }

  private wheel(event: WheelEvent): void {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const about = timeAt(this.scale, event.clientX - (event.currentTarget as Element).getBoundingClientRect().left - LABELS_PIXELS);
      this.show(zoomed(this.range ?? this.whole, this.whole, about, event.deltaY > 0 ? 1.3 : 1 / 1.3));
    }
  }

  private key(event: KeyboardEvent): void {
    const keys: Record<string, () => void> = {
      ArrowRight: () => this.focusNext(1), ArrowLeft: () => this.focusNext(-1), ArrowDown: () => this.focusRow(1), ArrowUp: () => this.focusRow(-1),
      '+': () => this.zoom(0.5), '-': () => this.zoom(2), '0': () => this.show(this.whole), '<': () => this.pan(-0.5), '>': () => this.pan(0.5),
    };
    if (Object.hasOwn(keys, event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      keys[event.key]();
    }
  }

  private focusNext(by: number): void {
    const inTime = [...this.placed].sort((one, other) => one.pile.x - other.pile.x || one.y - other.y);
    const at = inTime.findIndex(({ key }) => key === this.focused);
    this.focusOn(inTime[Math.min(Math.max(at + by, 0), inTime.length - 1)]);
  }

  private focusRow(by: number): void {
    const now = this.placed.find(({ key }) => key === this.focused);
    if (!now) {
      this.focusNext(1);
      return;
    }
    const rows = [...new Set(this.placed.map(({ y }) => y))].sort((one, other) => one - other);
    const row = rows[rows.indexOf(now.y) + by];
    const nearest = this.placed.filter(({ y }) => y === row).sort((one, other) => Math.abs(one.pile.x - now.pile.x) - Math.abs(other.pile.x - now.pile.x))[0];
    this.focusOn(nearest);
  }

  private focusOn(placed: Placed | undefined): void {
    if (placed) {
      this.focused = placed.key;
      void this.updateComplete.then(() => this.renderRoot.querySelector<SVGElement>(`.mark[tabindex='0']`)?.focus());
    }
  }

  override render(): TemplateResult {
    const lanes = lanesOf(this.incident.evidence);
    const range = this.range ?? this.whole;
    const folds = this.trueToScale ? [] : foldsOf(timesOf(this.incident.evidence, this.incident.instants), range);
    return html`<div class="tools"><h2>What happened when</h2><span class="dim">${stampOf(beganAt(this.incident)).date}, clocks corrected</span><span class="space"></span>
        <button class="small" aria-pressed=${this.trueToScale} @click=${() => (this.trueToScale = !this.trueToScale)} title="Long stretches in which nothing happened are folded; press to see them at full length">True to scale</button>
        <button class="small icon" @click=${() => this.pan(-0.5)} ?disabled=${!this.range} aria-label="Earlier" title="Earlier (&lt;)">${glyph('left')}</button>
        <button class="small icon" @click=${() => this.pan(0.5)} ?disabled=${!this.range} aria-label="Later" title="Later (>)">${glyph('right')}</button>
        <button class="small icon" @click=${() => this.zoom(0.5)} aria-label="Zoom in" title="Zoom in (+), or drag over a stretch">${glyph('zoomIn')}</button>
        <button class="small icon" @click=${() => this.zoom(2)} ?disabled=${!this.range} aria-label="Zoom out" title="Zoom out (-)">${glyph('zoomOut')}</button>
        <button class="small" @click=${() => this.show(this.whole)} ?disabled=${!this.range} title="Show all (0), or double click">${glyph('all')}All</button></div>
      ${this.width === 0 ? nothing : this.renderChart(lanes, scaleOf(range, Math.max(this.width - LABELS_PIXELS - RIGHT_PIXELS, 200), folds))}
      ${this.tip ? this.renderTip(this.tip) : nothing}
      ${this.renderLegend(folds.length > 0)}`;
  }

  private renderChart(lanes: readonly Lane[], scale: Scale): TemplateResult {
    this.scale = scale;
    const instants = instantMarks(this.incident.instants, scale, INSTANT_PIXELS);
    const labels = instants.reduce((most, { row }) => Math.max(most, row + 1), 0) * INSTANT_ROW + 10;
    const bars = [this.durations[2], this.durations[3]].filter((bar) => bar?.millis !== undefined);
    const top = labels + bars.length * (BAR + 4) + 10;
    let y = top;
    this.placed = [];
    const drawn = lanes.map((lane, at) => {
      const head = lanes[at - 1]?.layer === lane.layer ? undefined : y;
      y += head === undefined ? 0 : LAYER_ROW;
      const begin = y;
      const rows = lane.rows.map((row) => {
        const middle = y + ROW / 2;
        y += ROW;
        for (const pile of pilesOf(row.items, scale, NEAR, PILE_MOST)) {
          this.placed.push({ pile, y: middle, key: pile.items[0].id });
        }
        return { node: row.node, middle };
      });
      y += LANE_GAP;
      return { lane, head, begin, end: y - LANE_GAP, rows };
    });
    const height = y + AXIS;
    const tabStop = this.placed.some(({ key }) => key === this.focused) ? this.focused : this.placed[0]?.key;
    return html`<svg class="chart" height=${height} viewBox="0 0 ${this.width} ${height}" role="group" aria-label="Time axis with ${this.incident.evidence.length} lines of evidence. Arrow keys go from mark to mark, Enter shows the line in the table, plus and minus zoom."
      @pointerdown=${this.pressed} @pointermove=${this.moved} @pointerup=${this.released} @pointercancel=${this.released} @dblclick=${() => this.show(this.whole)} @wheel=${{ handleEvent: (event: WheelEvent) => this.wheel(event), passive: false }} @keydown=${this.key}>
      ${drawn.map(({ lane, head, begin, end, rows }) => this.renderLane(lane, head, begin, end, rows))}
      <g transform="translate(${LABELS_PIXELS} 0)">
        ${ticksOf(scale, 84).map(({ at, x, step }) => svg`<line class="tick" x1=${x} x2=${x} y1=${top - 4} y2=${y}/><text class="dimmed small" x=${x + 3} y=${height - 8}>${tickLabel(at, step)}</text>`)}
        ${instants.map((mark) => this.renderStem(mark, labels, y))}
        ${bars.map((bar, at) => this.renderSpan(bar, scale, labels + at * (BAR + 4)))}
        ${scale.folds.map((fold) => svg`${foldShape(fold, labels - 2, y)}<text class="dimmed small" text-anchor="middle" x=${fold.x + fold.width / 2} y=${height - 8}>${spanWords(fold.to - fold.from)}</text>`)}
        ${instants.map((mark) => this.renderInstant(mark))}
        ${this.placed.map((placed) => this.renderMark(placed, scale, tabStop))}
        ${this.brush ? svg`<rect class="brush" x=${Math.min(this.brush.from, this.brush.to)} width=${Math.abs(this.brush.to - this.brush.from)} y="0" height=${y}/>` : nothing}
      </g></svg>`;
  }

  private renderLane(lane: Lane, head: number | undefined, begin: number, end: number, rows: readonly { node: string; middle: number }[]): SVGTemplateResult {
    const name = visible(lane.component) || '–';
    const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
    return svg`<line class="lane-line" x1="0" x2=${this.width} y1=${end + LANE_GAP / 2} y2=${end + LANE_GAP / 2}/>
      ${head === undefined ? nothing : svg`<rect class="layer" x="0" width=${this.width} y=${head - LANE_GAP / 2} height=${LAYER_ROW}/><text class="dimmed small" x="12" y=${head + 9}>${layerWords(lane.layer)}</text>`}
      <text class="strong" x="12" y=${begin + ROW / 2 + 4}>${cut(name, 16)}<title>${layerWords(lane.layer)}, ${name}</title></text>
      ${rows.map(({ node, middle }) => svg`<text class="dimmed small" text-anchor="end" x=${LABELS_PIXELS - 12} y=${middle + 4}>${cut(visible(node), 18)}</text>`)}`;
  }

  private renderSpan(bar: Duration, scale: Scale, y: number): SVGTemplateResult | typeof nothing {
    const { fault, restored, redundant } = this.incident.instants;
    const end = bar.name === 'withoutServiceMillis' ? restored : redundant;
    if (!fault) {
      return nothing;
    }
    const clamp = (x: number): number => Math.min(Math.max(x, 0), scale.width);
    const x = clamp(xOf(scale, millisOf(fault.time)));
    const right = end ? clamp(xOf(scale, millisOf(end.time))) : bar.running ? scale.width : x;
    const words = `${bar.title.toLowerCase()} ${spanWords(bar.millis ?? 0)}${bar.running ? ' and still' : ''}`;
    const inside = right - x > words.length * 6.3 + 12;
    const fits = scale.width - right > words.length * 6.3;
    return right <= x ? nothing : svg`<g class="span ${bar.name === 'withoutServiceMillis' ? 'b-service' : 'b-redundancy'} ${inside ? '' : 'outside'}">
      <rect x=${x} y=${y} width=${right - x} height=${BAR} rx="3"/><text x=${inside ? x + 7 : fits ? right + 6 : x - 6} text-anchor=${inside || fits ? 'start' : 'end'} y=${y + 12.5}>${words}</text></g>`;
  }

  /** The line of an instant through all lanes, and how far from it the truth may lie. */
  private renderStem({ name, moment, x, low, high, row }: InstantMark, labels: number, bottom: number): SVGTemplateResult {
    return svg`<g class="instant i-${name} ${moment.inferred ? 'inferred' : ''}" aria-hidden="true">
      ${high - low > 1 ? svg`<rect class="band" x=${low} width=${high - low} y=${labels - 4} height=${bottom - labels + 4}/><path class="whisker" d="M${low} ${labels - 4}H${high}M${low} ${labels - 8}v8M${high} ${labels - 8}v8" stroke-width="2"/>` : nothing}
      <line class="stem" x1=${x} x2=${x} y1=${row * INSTANT_ROW + 6} y2=${bottom}/></g>`;
  }

  private renderInstant({ name, moment, x, leftward, row }: InstantMark): SVGTemplateResult {
    const y = row * INSTANT_ROW + 6;
    const stamp = stampOf(moment.time);
    const left = leftward ? x - INSTANT_PIXELS + 4 : x;
    const words = `${instantWords(name)}: ${stamp.time} ${plusMinus(moment.uncertaintyMillis)}, ${INSTANT_MEANING[name]}${moment.inferred ? '. Inferred: no line states it' : ''}`;
    const on = moment.evidence.some((id) => this.marked.has(id));
    return svg`<g class="instant i-${name} ${moment.inferred ? 'inferred' : ''} ${on ? 'on' : ''}" role="button" tabindex="0" aria-label=${words} @click=${() => this.pick(moment.evidence)}
      @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && this.pick(moment.evidence)}>
      <title>${words}</title>
      <rect class="plate" x=${left + (leftward ? 0 : 2)} y=${y - 4} width=${INSTANT_PIXELS - 6} height=${INSTANT_ROW - 3} rx="4"/>
      <text class="strong" x=${left + 6} y=${y + 9}>${instantWords(name)}${moment.inferred ? svg`<tspan class="small" font-weight="400" font-style="italic"> inferred</tspan>` : nothing}</text>
      <text class="time small" x=${left + 6} y=${y + 22}>${stamp.time} <tspan class="dimmed">${plusMinus(moment.uncertaintyMillis)}</tspan></text></g>`;
  }

  private renderMark(placed: Placed, scale: Scale, tabStop: string | undefined): SVGTemplateResult {
    const { pile, y, key } = placed;
    const first = pile.items[0];
    const single = pile.items.length === 1;
    const width = Math.max(Math.min(pile.right - pile.x + 14, PILE_MOST - 3), String(pile.items.length).length * 7 + 9);
    const x = single ? pile.x : pile.x - 7 + width / 2;
    const blur = first.uncertaintyMillis * scale.pixelsPerMilli;
    const words = single ? `${stampOf(first.time).time} ${first.node} ${stepWords(stepOf(first))}: ${visible(first.text)}` : `${pile.items.length} lines from ${stampOf(first.time).time} on, ${first.node}, ${stepWords(pile.step)}`;
    const pick = (): void => this.pick(pile.items.map(({ id }) => id));
    const enter = (): void => void (this.tip = placed);
    const leave = (): void => void (this.tip = undefined);
    return svg`<g class="mark ${pile.items.some(({ id }) => this.marked.has(id)) ? 'on' : ''}" role="button" tabindex=${key === tabStop ? 0 : -1} aria-label=${words}
      @click=${() => { this.focused = key; pick(); }} @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && pick()} @pointerenter=${enter} @pointerleave=${leave}
      @focus=${() => { this.focused = key; enter(); }} @blur=${leave}>
      ${single && blur > 7 ? svg`<path class="whisk" d="M${x - blur} ${y}H${x + blur}M${x - blur} ${y - 4}v8M${x + blur} ${y - 4}v8"/>` : nothing}
      <rect class="ring" x=${x - (single ? 9 : width / 2 + 2)} y=${y - 10} width=${single ? 18 : width + 4} height="20" rx="10"/>
      ${single ? stepShape(pile.step, x, y) : pileShape(pile.step, x, y, width, pile.items.length)}
      <rect class="hit" x=${x - Math.max(10, width / 2)} y=${y - ROW / 2} width=${Math.max(20, width)} height=${ROW}/></g>`;
  }

  private renderTip({ pile, y }: Placed): TemplateResult {
    const most = Math.max(this.width - Math.min(TIP_PIXELS, this.width * 0.9) - 8, 8);
    const left = Math.min(Math.max(LABELS_PIXELS + pile.x - 60, 8), most);
    const rest = pile.items.length - TIP_LINES;
    return html`<div class="tip" role="tooltip" .style=${`left:${left}px;top:${y + 58}px`}>
      ${pile.items.slice(0, TIP_LINES).map((item) => html`<div><b class="mono">${stampOf(item.time).time}</b> <span class="dim">${plusMinus(item.uncertaintyMillis)}</span> ${visible(item.node)} · ${[layerWords(item.layer), visible(item.component)].filter((part) => part).join(', ')} · <b>${stepOf(item) === 'context' ? plain(item.kind) : stepWords(item.step)}</b><div class="line">${visible(item.text)}</div></div>`)}
      ${rest > 0 ? html`<span class="dim">and ${rest} more: zoom in, or press to see them in the table</span>` : nothing}</div>`;
  }

  private renderLegend(folded: boolean): TemplateResult {
    const present = STEPS.filter((step) => this.incident.evidence.some((item) => stepOf(item) === step));
    return html`<div class="legend">${present.map((step) => html`<span><svg viewBox="-8 -8 16 16" aria-hidden="true">${stepShape(step, 0, 0)}</svg>${step === 'context' ? 'around it' : stepWords(step)}</span>`)}
      <span><svg viewBox="-8 -8 16 16" aria-hidden="true">${pileShape('context', 0, 0, 15, 3)}</svg>several lines</span>
      <span><svg viewBox="-8 -8 16 16" aria-hidden="true"><path class="whisk" d="M-7 0H7M-7-4v8M7-4v8"/></svg>uncertain by that much</span>
      <span><svg viewBox="-8 -8 16 16" aria-hidden="true"><path d="M0-8V8" stroke="currentColor" stroke-width="1.5" stroke-dasharray="4 3"/></svg>inferred: no line states it</span>
      ${folded ? html`<span><svg viewBox="-8 -8 16 16" aria-hidden="true" class="fold"><path d="M-4-8l4 4-4 4 4 4-4 4M2-8l4 4-4 4 4 4-4 4"/></svg>left out: nothing happened</span>` : nothing}</div>`;
  }
}
customElements.define('fs-timeline', FsTimeline);

declare global {
  interface HTMLElementTagNameMap {
    'fs-timeline': FsTimeline;
  }
}
