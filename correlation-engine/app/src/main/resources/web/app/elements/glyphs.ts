import { html, svg, type TemplateResult, type SVGTemplateResult } from 'lit';

const PATHS = {
  search: svg`<circle cx="7" cy="7" r="4.6"/><path d="M10.5 10.5 14 14"/>`,
  clock: svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.6V8l2.4 1.6"/>`,
  plus: svg`<path d="M8 3.5v9M3.5 8h9"/>`,
  minus: svg`<path d="M3.5 8h9"/>`,
  close: svg`<path d="m4 4 8 8M12 4l-8 8"/>`,
  copy: svg`<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/><path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.500H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.500h1.5"/>`,
  link: svg`<path d="M6.8 9.200a2.7 2.7 0 0 0 3.8 0l2.2-2.200a2.7 2.7 0 0 0-3.8-3.800L8.2 4M9.2 6.800a2.7 2.7 0 0 0-3.8 0L3.2 9A2.7 2.7 0 0 0 7 12.800l.8-.8"/>`,
  lines: svg`<path d="M2.5 4h11M2.5 8h11M2.5 12h11"/><circle cx="5" cy="8" r="1.8" fill="currentColor"/>`,
  live: svg`<circle cx="8" cy="8" r="2" fill="currentColor"/><path d="M4.5 4.500a5 5 0 0 0 0 7M11.5 4.500a5 5 0 0 1 0 7"/>`,
  pause: svg`<path d="M5.5 3.500v9M10.5 3.500v9"/>`,
  play: svg`<path d="M5 3.500v9l7-4.500z"/>`,
  down: svg`<path d="m4 6 4 4 4-4"/>`,
  right: svg`<path d="m6 4 4 4-4 4"/>`,
  left: svg`<path d="m10 4-4 4 4 4"/>`,
  zoomOut: svg`<circle cx="7" cy="7" r="4.6"/><path d="M10.5 10.5 14 14M5 7h4"/>`,
  refresh: svg`<path d="M13 8a5 5 0 1 1-1.5-3.600M13 2.500v2.800h-2.8"/>`,
  sun: svg`<circle cx="8" cy="8" r="2.8"/><path d="M8 1.800v1.500M8 12.700v1.500M1.8 8h1.500M12.7 8h1.500M3.6 3.600l1.1 1.100M11.3 11.300l1.1 1.100M12.4 3.600l-1.1 1.100M4.7 11.300l-1.1 1.1"/>`,
  moon: svg`<path d="M13 9.600A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.600z"/>`,
  system: svg`<rect x="2" y="3" width="12" height="8" rx="1.2"/><path d="M6 13.500h4"/>`,
  person: svg`<circle cx="8" cy="5.5" r="2.5"/><path d="M3 13.500c.6-2.7 2.5-4 5-4s4.4 1.3 5 4"/>`,
  ok: svg`<circle cx="8" cy="8" r="6"/><path d="m5.3 8.200 1.900 1.900 3.500-4"/>`,
  stop: svg`<path d="M5.500 2h5L14 5.500v5L10.500 14h-5L2 10.500v-5zM5.800 5.800l4.400 4.400M10.200 5.800l-4.400 4.400"/>`,
  question: svg`<circle cx="8" cy="8" r="6" stroke-dasharray="2.500 1.800"/><path d="M6.300 6.500a1.800 1.800 0 1 1 2.500 1.600c-.6.3-.8.6-.8 1.200M8 11.300v.1"/>`,
  risk: svg`<path d="M8 1.800 14.200 8 8 14.200 1.800 8zM8 5.300v3.200M8 10.600v.1"/>`,
  sync: svg`<path d="M3 6.500a5.200 5.200 0 0 1 9.300-1.200M13 2.500v3h-3M13 9.500a5.200 5.200 0 0 1-9.300 1.200M3 13.500v-3h3"/>`,
  tool: svg`<path d="M13.500 4.500a3.300 3.300 0 0 1-4.600 3.900L4.500 12.800a1.300 1.300 0 0 1-1.900-1.900l4.500-4.300a3.300 3.300 0 0 1 4-4.500L9 4.200l.6 2 2.100.6z"/>`,
  mute: svg`<path d="M4 11V7.300A4 4 0 0 1 8 3.200a4 4 0 0 1 4 4.100V11l1 1.300H3zM6.800 14h2.400M2.500 2.500l11 11"/>`,
  bell: svg`<path d="M4 11V7.300A4 4 0 0 1 8 3.200a4 4 0 0 1 4 4.100V11l1 1.300H3zM6.800 14h2.400"/>`,
  save: svg`<path d="M8 2.500v7M5 7l3 3 3-3M3 12.500h10"/>`,
  hand: svg`<path d="M2.500 8h9M8.500 4.500 12 8l-3.500 3.500"/>`,
  note: svg`<path d="M3 3h10v7l-3 3H3zM10 13v-3h3M5.300 6h5.400M5.300 8.500h3"/>`,
  zoomIn: svg`<circle cx="7" cy="7" r="4.6"/><path d="M10.5 10.500 14 14M5 7h4M7 5v4"/>`,
  all: svg`<path d="M2.500 4v8M13.500 4v8M4.500 8h7M6.300 6 4.300 8l2 2M9.700 6l2 2-2 2"/>`,
  warning: svg`<path d="M8 2.5 14 13H2zM8 6.500v3M8 11.300v.1"/>`,
} satisfies Record<string, SVGTemplateResult>;

/** A small drawing in the colour of the text; silent for screen readers, since its button has a name. */
export function glyph(name: keyof typeof PATHS): TemplateResult {
  return html`<svg class="glyph" viewBox="0 0 16 16" aria-hidden="true">${PATHS[name]}</svg>`;
}

/** The product's mark: the node that serves, the one that waits, and the way between them. */
export function mark(): TemplateResult {
  return html`<svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
    <rect width="32" height="32" rx="7" fill="#0d2a3d"/>
    <path d="M8.5 19.500C10 11 19 8 23.5 13.2" fill="none" stroke="#5cc8d8" stroke-width="2.4" stroke-linecap="round" stroke-dasharray="1 4"/>
    <circle cx="8.8" cy="20" r="3.3" fill="none" stroke="#8fb3c7" stroke-width="2.2"/>
    <circle cx="22.5" cy="18.5" r="5.2" fill="#5cc8d8"/><circle cx="22.5" cy="18.5" r="1.9" fill="#0d2a3d"/>
  </svg>`;
}
