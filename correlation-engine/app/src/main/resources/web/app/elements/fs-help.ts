import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { FieldInfo } from '../api';
import { glyph } from './glyphs';
import { controls, overlays } from './styles';

const SYNTAX: readonly [string, string][] = [
  ['failed password', 'both words, wherever they stand'],
  ['"connection refused"', 'exactly this phrase'],
  ['fail*', 'words that begin so; words end at blanks and signs'],
  ['10.0.0.1', 'words with signs between them: just this sequence'],
  ['10.0.*', 'sequences that begin so'],
  ['host:node1', 'a field has this value; any attribute of a sender is a field'],
  ['severity:error', 'one severity: trace, debug, info, warn, error, fatal'],
  ['severity:>=warn', 'warnings and worse'],
  ['port:[1000 TO 2000]', 'a number in a range'],
  ['_exists_:stack_trace', 'the field is there'],
  ['disk AND NOT host:node2', 'AND, OR, NOT in capitals, with brackets'],
  ['resource:"rfs.uptodate"', 'quotes round a value with dots, colons or blanks'],
];
const KEYS: readonly [string, string][] = [
  ['g o', 'go to the overview'],
  ['g i', 'go to the incidents'],
  ['g d', 'go to the sources'],
  ['g n', 'go to the notifications'],
  ['g e', 'go to the senders (administrators)'],
  ['/', 'write a query (from any page)'],
  ['t', 'choose the time'],
  ['j k', 'next, previous entry or incident (also the arrows)'],
  ['Enter', 'open or close the entry'],
  ['n', 'its neighbours'],
  ['r', 'ask again'],
  ['l', 'live, and back'],
  ['← → ↑ ↓', 'on the time axis: from mark to mark; + − 0 zoom'],
  ['Esc', 'close what is open'],
  ['?', 'this page'],
];

/** A short cheat sheet: the query's syntax, the keys, the fields. */
export class FsHelp extends LitElement {
  static override styles = [controls, overlays, css`
    .top { display: flex; align-items: center; justify-content: space-between; padding: 14px 20px 0; }
    h1 { font-size: 17px; margin: 0; }
    h2 { font-size: 13px; margin: 0 0 8px; }
    .body { display: grid; grid-template-columns: 1.45fr 1fr; gap: 10px 34px; padding: 14px 20px 20px; }
    dl { display: grid; grid-template-columns: auto 1fr; gap: 5px 14px; margin: 0; align-items: baseline; }
    dt { font-family: var(--mono); font-size: 12.5px; white-space: nowrap; }
    dd { margin: 0; color: var(--text-dim); }
    details { grid-column: 1 / -1; }
    summary { cursor: pointer; font-weight: 600; padding: 4px 0; border-radius: 4px; }
    details dl { margin-top: 6px; font-size: 12.5px; grid-template-columns: auto 1fr auto 1fr; }
    details dd { overflow-wrap: anywhere; }
    @media (max-width: 720px) { .body { grid-template-columns: 1fr; } }
  `];
  static override properties = { fields: {} };
  declare fields: readonly FieldInfo[];

  constructor() {
    super();
    this.fields = [];
  }

  open(): void {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) {
      dialog.showModal();
    }
  }

  private close(): void {
    this.renderRoot.querySelector('dialog')?.close();
  }

  private clicked(event: MouseEvent): void {
    if (event.target === event.currentTarget) {
      this.close();
    }
  }

  private list(pairs: readonly (readonly [string, string])[], keys: boolean): TemplateResult {
    return html`<dl>${pairs.map(([term, words]) => html`<dt>${keys ? term.split(' ').map((key) => html`<kbd>${key}</kbd> `) : term}</dt><dd>${words}</dd>`)}</dl>`;
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @click=${this.clicked}>
      <div class="top"><h1 id="title">Query syntax and keys</h1><button class="quiet icon" @click=${this.close} aria-label="Close">${glyph('close')}</button></div>
      <div class="body">
        <section><h2>Query (Lucene syntax)</h2>${this.list(SYNTAX, false)}</section>
        <section><h2>Keys</h2>${this.list(KEYS, true)}
          <p class="dim">Click a value to filter for it; hold Shift to filter it out. Drag in the chart to zoom in, double click to zoom out.</p></section>
        ${this.fields.length > 0 ? html`<details><summary>Fields (${this.fields.length}); any other attribute can be asked for by its own name</summary>
          ${this.list(this.fields.map((field) => [field.name, field.description] as const), false)}</details>` : nothing}
      </div></dialog>`;
  }
}
customElements.define('fs-help', FsHelp);

declare global {
  interface HTMLElementTagNameMap {
    'fs-help': FsHelp;
  }
}
