import { LitElement, css, html, nothing, svg, type PropertyValues, type SVGTemplateResult, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { beganAt, plusMinus, spanWords, type Duration } from '../logic/durations';
import { millisOf, stampOf, tickLabel } from '../logic/format';
import { INSTANT_MEANING, instantWords } from '../logic/incident-words';
import {
  boundsOf, foldsOf, instantMarks, lanesOf, panned, pilesOf, rangeOf, scaleOf, stretch, ticksOf, timeAt, timesOf, xOf, zoomed,
  type InstantMark, type Lane, type Range, type Scale,
} from '../logic/timeline';
import { visible } from '../logic/visible';
import type { Incident } from '../model';
import { glyph } from './glyphs';
import { controls } from './styles';
import { BAR, chartStyles, INSTANT_ROW, LABELS_PIXELS, LANE_GAP, LAYER_ROW, markWords, renderLane, renderLegend, renderSpan, renderStem, renderTip, ROW, type Placed } from './timeline-parts';
import { foldShape, pileShape, shapeStyles, stepShape } from './timeline-shapes';

const RIGHT_PIXELS = 14;
const INSTANT_PIXELS = 146;
const AXIS = 24;
const NEAR = 16;
const PILE_MOST = 40;

/** The six instants and all lines that prove them on one time axis, a lane for each layer and component. Tells which lines were picked with `picked`. */
export class FsTimeline extends LitElement {
  static override styles = [controls, shapeStyles, chartStyles, css`
    :host { display: block; position: relative; }
    .tools { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; padding: 8px 12px; border-bottom: 1px solid var(--line); }
    .tools .space { flex: 1; }
    .tools h2 { margin: 0; font-size: 14px; }
    .nothing { margin: 0; padding: 14px 12px; color: var(--text-dim); }
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

  private get times(): number[] {
    const times = timesOf(this.incident.evidence, this.incident.instants);
    return [...times, ...boundsOf(this.incident.instants, times)];
  }

  private get whole(): Range {
    return rangeOf(this.times, !this.trueToScale);
  }

  private get wholeScale(): Scale {
    const whole = this.whole;
    return scaleOf(whole, this.chartWidth, this.trueToScale ? [] : foldsOf(this.times, whole));
  }

  private get chartWidth(): number {
    return Math.max(this.width - LABELS_PIXELS - RIGHT_PIXELS, 200);
  }

  private zoom(factor: number): void {
    const range = this.range ?? this.whole;
    const chosen = this.tip ?? this.placed.find(({ key }) => key === this.focused);
    const about = chosen ? millisOf(chosen.pile.items[0].time) : (range.from + range.to) / 2;
    this.show(zoomed(this.wholeScale, range, about, factor));
  }

  private show(range: Range): void {
    const whole = this.whole;
    const active = (this.renderRoot as ShadowRoot).activeElement?.classList.contains('mark') ? this.focused : '';
    this.tip = undefined;
    this.range = range.to - range.from >= (whole.to - whole.from) * 0.999 ? undefined : range;
    if (active !== '') {
      void this.updateComplete.then(() => this.focusOn(this.placed.find(({ pile }) => pile.items.some(({ id }) => id === active))));
    }
  }

  private pan(share: number): void {
    this.show(panned(this.wholeScale, this.range ?? this.whole, share));
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

  private released(event: PointerEvent): void {
    const brush = this.brush && { ...this.brush, to: this.place(event) };
    this.brush = undefined;
    if (brush && Math.abs(brush.to - brush.from) > 6) {
      this.show(stretch(this.scale, brush.from, brush.to));
    }
  }

  private wheel(event: WheelEvent): void {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const about = timeAt(this.scale, event.clientX - (event.currentTarget as Element).getBoundingClientRect().left - LABELS_PIXELS);
      this.show(zoomed(this.wholeScale, this.range ?? this.whole, about, event.deltaY > 0 ? 1.3 : 1 / 1.3));
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

  private get inTime(): Placed[] {
    return [...this.placed].sort((one, other) => one.pile.x - other.pile.x || one.y - other.y);
  }

  private focusNext(by: number): void {
    const inTime = this.inTime;
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
    const folds = this.trueToScale ? [] : foldsOf(this.times, range);
    return html`<div class="tools"><h2>What happened when</h2><span class="dim">${stampOf(beganAt(this.incident)).date}, clocks corrected</span><span class="space"></span>
        <button class="small" aria-pressed=${this.trueToScale} @click=${() => (this.trueToScale = !this.trueToScale)} title="Long stretches in which nothing happened are folded; press to see them at full length">True to scale</button>
        <button class="small icon" @click=${() => this.pan(-0.5)} ?disabled=${!this.range} aria-label="Earlier" title="Earlier (&lt;)">${glyph('left')}</button>
        <button class="small icon" @click=${() => this.pan(0.5)} ?disabled=${!this.range} aria-label="Later" title="Later (>)">${glyph('right')}</button>
        <button class="small icon" @click=${() => this.zoom(0.5)} aria-label="Zoom in" title="Zoom in (+), or drag over a stretch">${glyph('zoomIn')}</button>
        <button class="small icon" @click=${() => this.zoom(2)} ?disabled=${!this.range} aria-label="Zoom out" title="Zoom out (-)">${glyph('zoomOut')}</button>
        <button class="small" @click=${() => this.show(this.whole)} ?disabled=${!this.range} title="Show all (0), or double click">${glyph('all')}All</button></div>
      ${this.times.length === 0 ? html`<p class="nothing">No line with a time has come in yet.</p>` : this.width === 0 ? nothing : this.renderChart(lanes, scaleOf(range, this.chartWidth, folds))}
      ${this.tip ? renderTip(this.width, this.tip) : nothing}
      ${renderLegend(this.incident.evidence, folds.length > 0)}`;
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
    const tabStop = this.placed.some(({ key }) => key === this.focused) ? this.focused : this.inTime[0]?.key;
    return html`<svg class="chart" height=${height} viewBox="0 0 ${this.width} ${height}" role="group" aria-label="Time axis with ${this.incident.evidence.length} lines of evidence. Arrow keys go from mark to mark, Enter shows the line in the table, plus and minus zoom."
      @pointerdown=${this.pressed} @pointermove=${this.moved} @pointerup=${this.released} @pointercancel=${() => (this.brush = undefined)} @dblclick=${() => this.show(this.whole)} @wheel=${{ handleEvent: (event: WheelEvent) => this.wheel(event), passive: false }} @keydown=${this.key}>
      ${drawn.map(({ lane, head, begin, end, rows }) => renderLane(this.width, lane, head, begin, end, rows))}
      <g transform="translate(${LABELS_PIXELS} 0)">
        ${ticksOf(scale, 84).map(({ at, x, step }) => svg`<line class="tick" x1=${x} x2=${x} y1=${top - 4} y2=${y}/><text class="dimmed small" x=${x + 3} y=${height - 8}>${tickLabel(at, step)}</text>`)}
        ${instants.map((mark) => renderStem(mark, labels, y))}
        ${bars.map((bar, at) => renderSpan(this.incident.instants, bar, scale, labels + at * (BAR + 4)))}
        ${scale.folds.map((fold) => svg`${foldShape(fold, labels - 2, y)}<text class="dimmed small" text-anchor="middle" x=${fold.x + fold.width / 2} y=${height - 8}>${spanWords(fold.to - fold.from)}</text>`)}
        ${instants.map((mark) => this.renderInstant(mark))}
        ${repeat(this.placed, ({ key }) => key, (placed) => this.renderMark(placed, scale, tabStop))}
        ${this.brush ? svg`<rect class="brush" x=${Math.min(this.brush.from, this.brush.to)} width=${Math.abs(this.brush.to - this.brush.from)} y="0" height=${y}/>` : nothing}
      </g></svg>`;
  }

  private renderInstant({ name, moment, x, leftward, row }: InstantMark): SVGTemplateResult {
    const y = row * INSTANT_ROW + 6;
    const stamp = stampOf(moment.time);
    const left = leftward ? x - INSTANT_PIXELS - 2 : x;
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
    const end = (sign: number): number => Math.min(Math.max(xOf(scale, millisOf(first.time) + sign * first.uncertaintyMillis), 0), scale.width);
    const [low, high] = [end(-1), end(1)];
    const words = single ? `${stampOf(first.time).time} ${visible(first.node)}, ${markWords(pile.step)}: ${visible(first.text)}` : `${pile.items.length} lines from ${stampOf(first.time).time} on, ${visible(first.node)}, ${markWords(pile.step)}`;
    const pick = (): void => this.pick(pile.items.map(({ id }) => id));
    const enter = (): void => void (this.tip = placed);
    const leave = (): void => void (this.tip = undefined);
    return svg`<g class="mark ${pile.items.some(({ id }) => this.marked.has(id)) ? 'on' : ''}" role="button" tabindex=${key === tabStop ? 0 : -1} aria-label=${words}
      @click=${() => { this.focused = key; pick(); }} @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && pick()} @pointerenter=${enter} @pointerleave=${leave}
      @focus=${() => { this.focused = key; enter(); }} @blur=${leave}>
      ${single && high - low > 14 ? svg`<path class="whisk" d="M${low} ${y}H${high}M${low} ${y - 4}v8M${high} ${y - 4}v8"/>` : nothing}
      <rect class="ring" x=${x - (single ? 9 : width / 2 + 2)} y=${y - 10} width=${single ? 18 : width + 4} height="20" rx="10"/>
      ${single ? stepShape(pile.step, x, y) : pileShape(pile.step, x, y, width, pile.items.length)}
      <rect class="hit" x=${x - Math.max(10, width / 2)} y=${y - ROW / 2} width=${Math.max(20, width)} height=${ROW}/></g>`;
  }

}
customElements.define('fs-timeline', FsTimeline);

declare global {
  interface HTMLElementTagNameMap {
    'fs-timeline': FsTimeline;
  }
}
