import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Entry } from '../api';
import { emit } from '../events';
import { millisOf, severityWord, stampOf } from '../logic/format';
import { visible } from '../logic/visible';
import { segments } from '../logic/words';
import { controls, severities } from './styles';
import './fs-entry';

/** Characters of a message that its row shows; the open entry shows all of it. */
const ROW_CHARACTERS = 600;

export const rowColumns = css`
  .line {
    display: grid; grid-template-columns: 186px 62px minmax(70px, 128px) minmax(70px, 128px) minmax(0, 1fr); column-gap: 12px;
    padding: 0 14px 0 11px; border-left: 3px solid transparent; font: 12.5px/24px var(--mono); white-space: nowrap;
  }
  .line > span { overflow: hidden; text-overflow: ellipsis; }
  @media (max-width: 1150px) {
    .line { grid-template-columns: 146px 62px minmax(60px, 90px) minmax(60px, 90px) minmax(0, 1fr); column-gap: 8px; }
    .line .year { display: none; }
  }
`;

/** A stretch of entries, one line each, of which one may be open. Lists are made of many of these, so that a change redraws only one. */
export class FsRows extends LitElement {
  static override styles = [controls, severities, rowColumns, css`
    :host { display: block; }
    .item { content-visibility: auto; contain-intrinsic-size: auto 24px; }
    .item.open { content-visibility: visible; }
    .open .line { scroll-margin-top: 72px; }
    .line { cursor: default; border-left-color: var(--bar); }
    .line:hover { background: var(--hover); }
    .line:focus { outline: none; }
    .line:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
    .selected .line { background: var(--selected); }
    .open .line { background: var(--selected); font-weight: 600; }
    .centre .line { background: var(--accent-soft); box-shadow: inset 0 1px var(--accent), inset 0 -1px var(--accent); }
    .date { color: var(--text-dim); }
    .time { font-variant-numeric: tabular-nums; }
    .who { color: var(--text-dim); }
    .sev-error .message, .sev-fatal .message { color: var(--sev); }
    .sev-debug .message, .sev-trace .message { color: var(--text-dim); }
  `];
  static override properties = { entries: {}, selected: {}, tabStop: {}, open: {}, neighbours: {}, pattern: {}, centre: {}, embedded: {} };
  declare entries: readonly Entry[];
  /** Id of the chosen entry, empty where it is not in this stretch. */
  declare selected: string;
  /** Id of the entry that the Tab key reaches. */
  declare tabStop: string;
  declare open: string;
  declare neighbours: boolean;
  declare pattern: RegExp | undefined;
  /** Id of an entry to mark as the one in question. */
  declare centre: string;
  /** Whether this list is inside an open entry. */
  declare embedded: boolean;

  constructor() {
    super();
    this.entries = [];
    this.selected = '';
    this.tabStop = '';
    this.open = '';
    this.neighbours = false;
    this.centre = '';
    this.embedded = false;
  }

  override shouldUpdate(changed: PropertyValues<this>): boolean {
    return changed.size > 0;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('open') && this.open !== '') {
      void this.showOpened();
    }
  }

  /** An entry opened low on the screen moves up, so that one sees what opened. */
  private async showOpened(): Promise<void> {
    await this.renderRoot.querySelector<LitElement>('fs-entry')?.updateComplete;
    const line = this.renderRoot.querySelector('.open .line');
    if (line && line.getBoundingClientRect().top > innerHeight * 0.6) {
      line.scrollIntoView({ block: 'start' });
    }
  }

  /** Gives an entry's line the focus and brings it into view. */
  focusLine(id: string): void {
    const line = this.renderRoot.querySelector<HTMLElement>(`#${CSS.escape(`line-${id}`)}`);
    line?.focus({ preventScroll: true });
    line?.scrollIntoView({ block: 'nearest' });
  }

  private pick(id: string): void {
    if (getSelection()?.type === 'Range') {
      return;
    }
    emit(this, 'fs-select', id);
    emit(this, 'fs-change', { entry: this.open === id ? '' : id, neighbours: false });
  }

  /** Space does what Enter does, as on every button; Enter is a key of the page. */
  private pressed(event: KeyboardEvent, id: string): void {
    if (event.key === ' ') {
      event.preventDefault();
      this.pick(id);
    }
  }

  override render(): TemplateResult {
    return html`${repeat(this.entries, (entry) => entry.id, (entry) => this.renderItem(entry))}`;
  }

  private renderItem(entry: Entry): TemplateResult {
    const severity = severityWord(entry.severity);
    const stamp = stampOf(entry.time);
    const open = this.open === entry.id;
    const body = String(entry.body ?? entry.span_name ?? entry.raw ?? '').slice(0, ROW_CHARACTERS);
    const component = visible(String(entry.component ?? entry.program ?? entry.service ?? entry.unit ?? ''));
    const host = visible(String(entry.host ?? entry.node ?? entry.peer ?? ''));
    const classes = `item sev-${severity} ${open ? 'open' : ''} ${this.selected === entry.id ? 'selected' : ''} ${this.centre === entry.id ? 'centre' : ''}`;
    const instant = millisOf(entry.time);
    return html`<div class=${classes} role="listitem">
      <div class="line" id="line-${entry.id}" role="button" aria-expanded=${open} tabindex=${this.tabStop === entry.id ? 0 : -1} @click=${() => this.pick(entry.id)} @keydown=${(event: KeyboardEvent) => this.pressed(event, entry.id)}
        @focus=${() => this.selected === entry.id || emit(this, 'fs-select', entry.id)}>
        <span class="time" title=${Number.isNaN(instant) ? entry.time : new Date(instant).toISOString()}><span class="date"><span class="year">${stamp.date.slice(0, 5)}</span>${stamp.date.slice(5)} </span>${stamp.time}</span>
        <span class="sev">${severity}</span>
        <span class="who" title=${host}>${host}</span>
        <span class="who" title=${component}>${component}</span>
        <span class="message">${segments(visible(body.replace(/\s+/g, ' ')), this.pattern).map((part) => (part.marked ? html`<mark>${part.text}</mark>` : part.text))}</span>
      </div>
      ${open ? html`<fs-entry .entry=${entry} .pattern=${this.pattern} .showNeighbours=${this.neighbours} .embedded=${this.embedded}></fs-entry>` : nothing}
    </div>`;
  }
}
customElements.define('fs-rows', FsRows);

declare global {
  interface HTMLElementTagNameMap {
    'fs-rows': FsRows;
  }
}
