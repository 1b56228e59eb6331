import { css, html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { plusMinus, spanWords, type Duration } from '../logic/durations';
import { millisOf, stampOf } from '../logic/format';
import { layerWords, plain, stepWords } from '../logic/incident-words';
import { stepOf, STEPS, xOf, type InstantMark, type Lane, type Pile, type Scale, type Step } from '../logic/timeline';
import { visible } from '../logic/visible';
import type { Evidence, Instants } from '../model';
import { pileShape, stepShape } from './timeline-shapes';

/** Pieces of the time axis that only show, and the sizes that they share with it, in pixels. */
export const LABELS_PIXELS = 216;
export const INSTANT_ROW = 33;
export const BAR = 17;
export const ROW = 21;
export const LAYER_ROW = 18;
export const LANE_GAP = 7;
const TIP_LINES = 6;
const TIP_PIXELS = 460;

/** A mark and where it stands. */
export interface Placed {
  readonly pile: Pile;
  readonly y: number;
  readonly key: string;
}

export const markWords = (step: Step): string => (step === 'context' ? 'around it' : stepWords(step));

export function renderLane(width: number, lane: Lane, head: number | undefined, begin: number, end: number, rows: readonly { node: string; middle: number }[]): SVGTemplateResult {
  const name = visible(lane.component) || '–';
  const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
  return svg`<line class="lane-line" x1="0" x2=${width} y1=${end + LANE_GAP / 2} y2=${end + LANE_GAP / 2}/>
    ${head === undefined ? nothing : svg`<rect class="layer" x="0" width=${width} y=${head - LANE_GAP / 2} height=${LAYER_ROW}/><text class="dimmed small" x="12" y=${head + 9}>${layerWords(lane.layer)}</text>`}
    <text class="strong" x="12" y=${begin + ROW / 2 + 4}>${cut(name, 16)}<title>${layerWords(lane.layer)}, ${name}</title></text>
    ${rows.map(({ node, middle }) => svg`<text class="dimmed small" text-anchor="end" x=${LABELS_PIXELS - 12} y=${middle + 4}>${cut(visible(node), 18)}</text>`)}`;
}

/** How long clients had no service, or no further failure could be borne. */
export function renderSpan({ fault, restored, redundant }: Instants, bar: Duration, scale: Scale, y: number): SVGTemplateResult | typeof nothing {
  const end = bar.name === 'withoutServiceMillis' ? restored : redundant;
  if (!fault) {
    return nothing;
  }
  const clamp = (x: number): number => Math.min(Math.max(x, 0), scale.width);
  const x = clamp(xOf(scale, millisOf(fault.time)));
  const right = end ? clamp(xOf(scale, millisOf(end.time))) : bar.running ? scale.width : x;
  const words = `${bar.title.toLowerCase()} ${spanWords(bar.millis ?? 0)}${bar.running ? ' and still' : ''}`;
  const wide = words.length * 6.3;
  const begin = scale.folds.reduce((at, fold) => (fold.x < at + wide && fold.x + fold.width > at ? fold.x + fold.width + 6 : at), x + 7);
  const inside = right - begin > wide + 5;
  const fits = scale.width - right > wide;
  return right <= x ? nothing : svg`<g class="span ${bar.name === 'withoutServiceMillis' ? 'b-service' : 'b-redundancy'} ${inside ? '' : 'outside'}">
    <rect x=${x} y=${y} width=${right - x} height=${BAR} rx="3"/><text x=${inside ? begin : fits ? right + 6 : x - 6} text-anchor=${inside || fits ? 'start' : 'end'} y=${y + 12.5}>${words}</text></g>`;
}

/** The line of an instant through all lanes, and how far from it the truth may lie. */
export function renderStem({ name, moment, x, low, high, row }: InstantMark, labels: number, bottom: number): SVGTemplateResult {
  return svg`<g class="instant stems i-${name} ${moment.inferred ? 'inferred' : ''}" aria-hidden="true">
    ${high - low > 1 ? svg`<rect class="band" x=${low} width=${high - low} y=${labels - 4} height=${bottom - labels + 4}/><path class="whisker" d="M${low} ${labels - 4}H${high}M${low} ${labels - 8}v8M${high} ${labels - 8}v8" stroke-width="2"/>` : nothing}
    <line class="stem" x1=${x} x2=${x} y1=${row * INSTANT_ROW + 6} y2=${bottom}/></g>`;
}

export function renderTip(width: number, { pile, y }: Placed): TemplateResult {
  const most = Math.max(width - Math.min(TIP_PIXELS, width * 0.9) - 8, 8);
  const left = Math.min(Math.max(LABELS_PIXELS + pile.x - 60, 8), most);
  const rest = pile.items.length - TIP_LINES;
  return html`<div class="tip" role="tooltip" .style=${`left:${left}px;top:${y + 58}px`}>
    ${pile.items.slice(0, TIP_LINES).map((item) => html`<div><b class="mono">${stampOf(item.time).time}</b> <span class="dim">${plusMinus(item.uncertaintyMillis)}</span> ${visible(item.node)} · ${[layerWords(item.layer), visible(item.component)].filter((part) => part).join(', ')} · <b>${stepOf(item) === 'context' ? plain(item.kind) : stepWords(item.step)}</b><div class="line">${visible(item.text)}</div></div>`)}
    ${rest > 0 ? html`<span class="dim">and ${rest} more: zoom in, or press to see them in the table</span>` : nothing}</div>`;
}

export function renderLegend(evidence: readonly Evidence[], folded: boolean): TemplateResult {
  const present = STEPS.filter((step) => evidence.some((item) => stepOf(item) === step));
  return html`<div class="legend">${present.map((step) => html`<span><svg viewBox="-8 -8 16 16" aria-hidden="true">${stepShape(step, 0, 0)}</svg>${markWords(step)}</span>`)}
    <span><svg viewBox="-8 -8 16 16" aria-hidden="true">${pileShape('context', 0, 0, 15, 3)}</svg>several lines</span>
    <span><svg viewBox="-8 -8 16 16" aria-hidden="true"><path class="whisk" d="M-7 0H7M-7-4v8M7-4v8"/></svg>uncertain by that much</span>
    <span><svg viewBox="-8 -8 16 16" aria-hidden="true"><path d="M0-8V8" stroke="currentColor" stroke-width="1.5" stroke-dasharray="4 3"/></svg>inferred: no line states it</span>
    ${folded ? html`<span><svg viewBox="-8 -8 16 16" aria-hidden="true" class="fold"><path d="M-4-8l4 4-4 4 4 4-4 4M2-8l4 4-4 4 4 4-4 4"/></svg>left out: nothing happened</span>` : nothing}</div>`;
}
export const chartStyles = css`
  svg.chart { display: block; width: 100%; user-select: none; touch-action: pan-y; }
  .chart text { font: 12px var(--font); fill: var(--text); }
  .chart .dimmed { fill: var(--text-dim); }
  .chart .small { font-size: 11px; }
  .chart .strong { font-weight: 650; }
  .lane-line { stroke: var(--line); }
  .layer { fill: var(--sunken); opacity: .6; }
  .tick { stroke: var(--line); }
  .instant { cursor: pointer; }
  .stems { pointer-events: none; }
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
`;
