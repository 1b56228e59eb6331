import { css, svg, type SVGTemplateResult } from 'lit';
import type { Fold, Step } from '../logic/timeline';

/** Marks of the time axis: each step has a colour and a shape of its own. */
export function stepShape(step: Step, x: number, y: number): SVGTemplateResult {
  const at = `translate(${x} ${y})`;
  switch (step) {
    case 'fault':
      return svg`<path class="shape s-fault" transform=${at} d="M-5-5 5 5M5-5-5 5"/>`;
    case 'detected':
      return svg`<path class="shape s-detected" transform=${at} d="M0-5.500 5.500 4.500h-11z"/>`;
    case 'decided':
      return svg`<path class="shape s-decided" transform=${at} d="M0-5.500 5.500 0 0 5.500-5.500 0z"/>`;
    case 'restored':
      return svg`<circle class="shape s-restored" transform=${at} r="5"/>`;
    case 'redundant':
      return svg`<g class="shape s-redundant" transform=${at}><circle r="5.200" fill="none"/><circle r="2" class="inner"/></g>`;
    case 'last-good':
      return svg`<circle class="shape s-last-good" transform=${at} r="4.200"/>`;
    case 'context':
      return svg`<circle class="shape s-context" transform=${at} r="3"/>`;
  }
}

export function pileShape(step: Step, x: number, y: number, width: number, size: number): SVGTemplateResult {
  return svg`<g class="pile s-${step}" transform="translate(${x} ${y})"><rect x=${-width / 2} y="-8" width=${width} height="16" rx="8"/><text y="4">${size}</text></g>`;
}

/** A stretch of time that is left out: a torn band through all lanes. */
export function foldShape(fold: Fold, top: number, bottom: number): SVGTemplateResult {
  const height = bottom - top;
  const tooth = 6;
  const teeth = Math.ceil(height / (2 * tooth));
  const edge = (x: number): string => `M${x} ${top}${` l${tooth / 1.5} ${tooth}l${-tooth / 1.5} ${tooth}`.repeat(teeth)}`;
  return svg`<g class="fold"><rect x=${fold.x} y=${top} width=${fold.width} height=${height}/><path d="${edge(fold.x)} ${edge(fold.x + fold.width - 4)}"/></g>`;
}

export const shapeStyles = css`
  .shape { stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
  .s-fault { --s: var(--danger); } .s-detected { --s: var(--warn-text); } .s-decided { --s: var(--accent); }
  .s-restored, .s-redundant { --s: var(--ok); } .s-last-good { --s: var(--text-dim); } .s-context { --s: var(--text-dim); }
  .shape.s-fault { stroke: var(--s); stroke-width: 3; fill: none; }
  .shape.s-detected, .shape.s-decided, .shape.s-restored { fill: var(--s); stroke: var(--s); stroke-width: 1; }
  .shape.s-redundant { stroke: var(--s); fill: none; } .shape.s-redundant .inner { fill: var(--s); stroke: none; }
  .shape.s-last-good { fill: var(--panel); stroke: var(--s); }
  .shape.s-context { fill: var(--s); stroke: none; opacity: .8; }
  .pile rect { fill: var(--panel); stroke: var(--s); stroke-width: 1.5; }
  .pile text { font: 650 11px var(--font); text-anchor: middle; fill: var(--s); }
  .fold rect { fill: var(--sunken); }
  .fold path { fill: none; stroke: var(--line-strong); stroke-width: 1; }
`;
