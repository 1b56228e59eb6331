import { LitElement, css, html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Histogram, Problem } from '../api';
import { emit } from '../events';
import { brushed, chartOf, type Bar, type Chart } from '../logic/bars';
import { compact, count, SEVERITIES, tickLabel, ticks } from '../logic/format';
import { DEFAULT_RANGE, describeMillis, localText, resolveTime, widen, type TimeRange } from '../logic/time';
import { glyph } from './glyphs';
import { controls, severities } from './styles';

const HEIGHT = 78;
const AXIS = 18;
/** A drag shorter than this is a click. */
const MIN_DRAG_PIXELS = 5;

/** Entries over time, stacked by severity; drag, or arrows with Shift and Enter, to zoom in. */
export class FsHistogram extends LitElement {
  static override styles = [controls, severities, css`
    :host { display: block; position: relative; padding: 4px 16px 6px; flex: none; }
    .frame { position: relative; height: ${HEIGHT + AXIS}px; }
    svg.chart { display: block; width: 100%; height: 100%; cursor: crosshair; touch-action: none; user-select: none; overflow: visible; border-radius: 3px; }
    svg.chart:focus:not(:focus-visible) { outline: none; }
    .stale svg.chart { opacity: .55; }
    rect.part { fill: var(--bar); }
    rect.over { fill: var(--text); opacity: 0; }
    rect.over.on { opacity: .1; }
    rect.brush { fill: var(--accent); opacity: .22; }
    line.base, line.tick { stroke: var(--line); }
    text { font: 11px var(--font); fill: var(--text-dim); font-variant-numeric: tabular-nums; }
    .head { display: flex; gap: 12px; align-items: center; min-height: 24px; margin-bottom: 2px; font-size: 12px; }
    .legend { display: flex; gap: 12px; overflow: hidden; }
    .legend span { display: inline-flex; gap: 5px; align-items: center; white-space: nowrap; }
    .legend i { width: 9px; height: 9px; border-radius: 2px; background: var(--bar); }
    .space { flex: 1; }
    .tip {
      position: absolute; top: 2px; z-index: 5; pointer-events: none; padding: 7px 10px; border: 1px solid var(--line); border-radius: 8px;
      background: var(--panel); box-shadow: var(--shadow); font-size: 12px; display: grid; gap: 1px; min-width: 150px;
    }
    .tip b { font-variant-numeric: tabular-nums; }
    .tip div { display: flex; justify-content: space-between; gap: 14px; font-variant-numeric: tabular-nums; }
    .note { position: absolute; inset: 0; display: grid; place-items: center; color: var(--text-dim); pointer-events: none; }
    .skeleton { position: absolute; inset: 0 0 ${AXIS}px; border-radius: 4px; background: var(--sunken); }
  `];
  static override properties = {
    data: {}, loading: {}, stale: {}, problem: {}, range: {}, width: { state: true }, over: { state: true }, drag: { state: true }, cursor: { state: true },
  };
  declare data: Histogram | undefined;
  declare loading: boolean;
  /** Whether what is shown belongs to an older question. */
  declare stale: boolean;
  declare problem: Problem | undefined;
  declare range: TimeRange;
  declare width: number;
  /** Index of the bar under the pointer or the keyboard's mark, -1 for none. */
  declare over: number;
  declare drag: { start: number; now: number } | undefined;
  declare cursor: { anchor: number; at: number } | undefined;
  private chart: Chart | undefined;
  private readonly resized = new ResizeObserver(([entry]) => (this.width = Math.floor(entry.contentRect.width)));

  constructor() {
    super();
    this.loading = false;
    this.stale = false;
    this.range = DEFAULT_RANGE;
    this.width = 0;
    this.over = -1;
  }

  override firstUpdated(): void {
    this.resized.observe(this.renderRoot.querySelector('.frame') as Element);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  private zoom(from: number, to: number): void {
    this.drag = undefined;
    this.cursor = undefined;
    this.over = -1;
    emit(this, 'fs-change', { from: new Date(from).toISOString(), to: new Date(to).toISOString() });
  }

  private zoomOut(): void {
    const { from, to } = widen(this.range, Date.now());
    emit(this, 'fs-change', { from, to });
  }

  private place(event: PointerEvent): number {
    return event.clientX - (this.renderRoot.querySelector('.frame') as Element).getBoundingClientRect().left;
  }

  private down(event: PointerEvent): void {
    if (event.button === 0 && this.chart) {
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      this.drag = { start: this.place(event), now: this.place(event) };
      this.cursor = undefined;
    }
  }

  private moved(event: PointerEvent): void {
    const x = this.place(event);
    this.over = this.chart?.bars.findIndex((bar) => x >= bar.x && x < bar.x + bar.width + 1) ?? -1;
    if (this.drag) {
      this.drag = { ...this.drag, now: x };
    }
  }

  private up(event: PointerEvent): void {
    const drag = this.drag;
    this.drag = undefined;
    if (drag && this.chart && Math.abs(this.place(event) - drag.start) >= MIN_DRAG_PIXELS) {
      const { from, to } = brushed(this.chart, this.width, drag.start, this.place(event));
      this.zoom(from, to);
    }
  }

  private key(event: KeyboardEvent): void {
    const last = (this.chart?.bars.length ?? 0) - 1;
    if (last < 0) {
      return;
    }
    const at = this.cursor?.at ?? (event.key === 'ArrowLeft' ? last + 1 : -1);
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -last, End: last }[event.key];
    if (step !== undefined) {
      const next = Math.min(Math.max(at + step, 0), last);
      this.cursor = { anchor: event.shiftKey ? (this.cursor?.anchor ?? next) : next, at: next };
      this.over = next;
    } else if (event.key === 'Enter' && this.cursor && this.chart) {
      const bars = [this.chart.bars[this.cursor.anchor], this.chart.bars[this.cursor.at]];
      this.zoom(Math.min(...bars.map((bar) => bar.start)), Math.max(...bars.map((bar) => bar.end)));
    } else if (event.key === '-') {
      this.zoomOut();
    } else if (event.key === 'Escape' && (this.cursor || this.drag)) {
      this.cursor = undefined;
      this.drag = undefined;
      this.over = -1;
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** The time that was asked about, for an answer that has no times because nothing matched. */
  private asked(): { from: number; to: number } {
    const now = Date.now();
    const to = resolveTime(this.range.to, now) ?? now;
    return { from: resolveTime(this.range.from, now) ?? to - 1, to };
  }

  override render(): TemplateResult {
    this.chart = this.data && this.width > 0 ? chartOf(this.data, this.asked(), this.width, HEIGHT) : undefined;
    const chart = this.chart;
    return html`
      <div class="head">${this.renderLegend()}<span class="space"></span>
        ${this.data?.incomplete ? html`<span title="Time ran out before all was counted.">incomplete</span>` : nothing}
        ${chart && chart.bars.length > 0 && this.data ? html`<span class="dim">${describeMillis(this.data.intervalMillis)} a bar</span>` : nothing}
        ${chart ? html`<button class="small quiet" @click=${this.zoomOut} title="Twice the time (double click in the chart)">${glyph('zoomOut')}Zoom out</button>` : nothing}</div>
      <div class="frame ${(this.loading || this.stale) && this.data ? 'stale' : ''}">
        ${chart ? this.renderChart(chart) : nothing}
        ${!chart && this.loading ? html`<div class="skeleton"></div>` : nothing}
        ${this.problem && !this.loading ? html`<div class="note">${this.problem.title}</div>` : nothing}
        ${chart && chart.max === 0 && !this.problem ? html`<div class="note">Nothing in this time</div>` : nothing}
        ${chart && this.over >= 0 && chart.bars[this.over] ? this.renderTip(chart, chart.bars[this.over]) : nothing}
      </div>`;
  }

  private renderLegend(): TemplateResult {
    const sums = SEVERITIES.map((severity) => ({ severity, sum: this.data?.buckets.reduce((sum, bucket) => sum + (bucket.bySeverity[severity] ?? 0), 0) ?? 0 }));
    return html`<div class="legend">${sums.filter(({ sum }) => sum > 0).map(({ severity, sum }) =>
      html`<span class="sev-${severity}"><i></i>${severity} <span class="dim">${compact(sum)}</span></span>`)}</div>`;
  }

  private renderChart(chart: Chart): TemplateResult {
    const { at, step } = ticks(chart.from, chart.to, Math.max(2, Math.floor(this.width / 110)));
    const x = (time: number): number => ((time - chart.from) / (chart.to - chart.from)) * this.width;
    return html`<svg class="chart" tabindex="0" role="slider" aria-label="Entries over time. Arrow keys choose a bar, with Shift several; Enter zooms in, minus zooms out."
        aria-valuemin="0" aria-valuemax=${Math.max(chart.bars.length - 1, 0)} aria-valuenow=${Math.max(this.over, 0)} aria-valuetext=${this.describe(chart.bars[this.over])}
        @pointerdown=${this.down} @pointermove=${this.moved} @pointerup=${this.up} @pointerleave=${() => this.drag || (this.over = -1)}
        @dblclick=${this.zoomOut} @keydown=${this.key} @blur=${() => (this.over = -1)}>
      <rect width=${this.width} height=${HEIGHT} fill="transparent"></rect>
      ${at.map((time) => svg`<line class="tick" x1=${x(time)} x2=${x(time)} y1=${HEIGHT} y2=${HEIGHT + 4}></line>
        <text x=${x(time)} y=${HEIGHT + 15} text-anchor=${x(time) < 24 ? 'start' : x(time) > this.width - 24 ? 'end' : 'middle'}>${tickLabel(time, step)}</text>`)}
      <line class="base" x1="0" x2=${this.width} y1=${HEIGHT + 0.5} y2=${HEIGHT + 0.5}></line>
      ${chart.bars.map((bar, index) => this.renderBar(bar, index))}
      ${this.renderBrush(chart)}
    </svg>`;
  }

  private renderBar(bar: Bar, index: number): SVGTemplateResult {
    return svg`<g>${bar.parts.map((part) => svg`<rect class="part sev-${part.severity}" x=${bar.x} y=${part.y} width=${bar.width} height=${part.height}></rect>`)}
      <rect class="over ${index === this.over ? 'on' : ''}" x=${bar.x} y="0" width=${bar.width} height=${HEIGHT}></rect></g>`;
  }

  private renderBrush(chart: Chart): SVGTemplateResult | typeof nothing {
    const ends = this.drag ? [this.drag.start, this.drag.now] : undefined;
    if (ends && Math.abs(ends[0] - ends[1]) >= MIN_DRAG_PIXELS) {
      const low = Math.max(0, Math.min(...ends));
      return svg`<rect class="brush" x=${low} y="0" width=${Math.min(this.width, Math.max(...ends)) - low} height=${HEIGHT}></rect>`;
    }
    if (!this.cursor) {
      return nothing;
    }
    const bars = [chart.bars[this.cursor.anchor], chart.bars[this.cursor.at]].filter((bar) => bar !== undefined);
    const low = Math.min(...bars.map((bar) => bar.x));
    return svg`<rect class="brush" x=${low} y="0" width=${Math.max(...bars.map((bar) => bar.x + bar.width)) - low} height=${HEIGHT}></rect>`;
  }

  private describe(bar: Bar | undefined): string {
    return bar ? `${localText(bar.start)}: ${count(bar.total)} entries` : 'no bar chosen';
  }

  private renderTip(chart: Chart, bar: Bar): TemplateResult {
    const right = bar.x > this.width - 190;
    const drag = this.drag && Math.abs(this.drag.now - this.drag.start) >= MIN_DRAG_PIXELS ? brushed(chart, this.width, this.drag.start, this.drag.now) : undefined;
    return html`<div class="tip" .style=${`left:${right ? bar.x - 176 : bar.x + bar.width + 10}px`}>
      ${drag
        ? html`<b>${localText(drag.from)}</b><b>${localText(drag.to)}</b><span class="dim">${describeMillis(drag.to - drag.from)}</span>`
        : html`<b>${localText(bar.start)}</b>
          ${bar.parts.map((part) => html`<div><span class="sev sev-${part.severity}">${part.severity}</span><span>${count(bar.bySeverity[part.severity])}</span></div>`)}
          <div><span class="dim">all</span><span>${count(bar.total)}</span></div>`}</div>`;
  }
}
customElements.define('fs-histogram', FsHistogram);
