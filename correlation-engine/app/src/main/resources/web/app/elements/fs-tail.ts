import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { api, asProblem, type Entry, type Problem } from '../api';
import { emit } from '../events';
import { count } from '../logic/format';
import { compose } from '../logic/query';
import { TailBuffer } from '../logic/tail-buffer';
import { markPattern, searchWords } from '../logic/words';
import { START, type ViewState } from '../state';
import { rowColumns } from './fs-rows';
import { glyph } from './glyphs';
import type { EntryList } from './keys';
import { listStyles, renderProblem } from './list-states';
import { controls } from './styles';

const MAX_ROWS = 2000;
const DRAW_MILLIS = 150;
const RETRY_MILLIS = [1000, 2000, 5000, 10_000];

type Link = 'connecting' | 'open' | 'lost';

/** Entries as they come in, newest at the end. While one looks elsewhere or has an entry open, the list stands still and the newer ones wait. */
export class FsTail extends LitElement implements EntryList {
  static override styles = [controls, rowColumns, listStyles, css`
    .lamp { width: 9px; height: 9px; border-radius: 50%; background: var(--bar-info); flex: none; }
    .lamp.open { background: light-dark(#1d8a4a, #46c07a); }
    .lamp.lost { background: var(--bar-error); }
    .head > * { white-space: nowrap; flex: none; }
    .head > .space { flex: 1; }
    .head > .dim { flex: 0 1 auto; overflow: hidden; text-overflow: ellipsis; }
    .head .wrong { padding: 1px 9px; border-radius: 10px; }
    .newer { position: absolute; bottom: 18px; left: 50%; translate: -50% 0; box-shadow: var(--shadow); border-radius: 16px; }
    .scroller { overflow-anchor: auto; }
  `];
  static override properties = { view: {}, link: { state: true }, problem: { state: true }, paused: { state: true }, selected: { state: true }, unseen: { state: true }, rate: { state: true } };
  declare view: ViewState;
  declare link: Link;
  declare problem: Problem | undefined;
  declare paused: boolean;
  declare selected: string;
  declare unseen: number;
  declare rate: number;
  private readonly buffer = new TailBuffer<Entry>(MAX_ROWS, 100);
  private readonly known = new Set<string>();
  private waiting: Entry[] = [];
  private dropped = 0;
  private received = 0;
  private atEnd = true;
  private touched = Number.NEGATIVE_INFINITY;
  private abort: AbortController | undefined;
  private drawTimer: ReturnType<typeof setInterval> | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private asked = '';
  private counted = { at: 0, received: 0 };
  private pattern: RegExp | undefined;

  constructor() {
    super();
    this.view = START;
    this.link = 'connecting';
    this.paused = false;
    this.selected = '';
    this.unseen = 0;
    this.rate = 0;
    this.addEventListener('fs-select', (event) => (this.selected = (event as CustomEvent<string>).detail));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.drawTimer = setInterval(() => this.draw(), DRAW_MILLIS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.drawTimer);
    this.stop();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const query = compose(this.view.query, this.view.filters).query;
    if (changed.has('view') && query !== this.asked) {
      this.asked = query;
      this.pattern = markPattern(searchWords(this.view.query));
      this.buffer.clear();
      this.known.clear();
      this.waiting = [];
      this.dropped = 0;
      this.atEnd = true;
      this.received = 0;
      this.counted = { at: performance.now(), received: 0 };
      void this.connect();
    }
    if (changed.has('view') && this.view.entry !== '') {
      this.atEnd = false;
    }
  }

  override async getUpdateComplete(): Promise<boolean> {
    const done = await super.getUpdateComplete();
    await Promise.all([...this.renderRoot.querySelectorAll('fs-rows')].map((rows) => rows.updateComplete));
    return done;
  }

  override updated(): void {
    if (this.atEnd) {
      void this.updateComplete.then(() => (this.scroller.scrollTop = this.atEnd ? this.scroller.scrollHeight : this.scroller.scrollTop));
    }
  }

  private get scroller(): HTMLElement {
    return this.renderRoot.querySelector('.scroller') as HTMLElement;
  }

  private stop(): void {
    clearTimeout(this.retryTimer);
    this.abort?.abort();
  }

  /** Connects again where there is no connection. */
  async retry(): Promise<void> {
    if (this.link === 'lost') {
      await this.connect();
    }
  }

  private async connect(): Promise<void> {
    this.stop();
    const abort = new AbortController();
    this.abort = abort;
    this.link = 'connecting';
    this.rate = 0;
    try {
      await api.tail(this.asked, abort.signal, () => this.opened(), (type, data) => this.take(type, data));
    } catch (failure) {
      if (!abort.signal.aborted) {
        this.problem = asProblem(failure);
      }
    }
    if (abort.signal.aborted) {
      return;
    }
    this.link = 'lost';
    if (!this.problem || this.problem.passing) {
      this.retryTimer = setTimeout(() => void this.connect(), RETRY_MILLIS[Math.min(this.failures++, RETRY_MILLIS.length - 1)]);
    }
  }

  private opened(): void {
    this.link = 'open';
    this.problem = undefined;
    this.failures = 0;
  }

  private take(type: string, data: unknown): void {
    if (type === 'entry') {
      const entry = data as Entry;
      if (this.isKnown(entry.id)) {
        return;
      }
      this.received++;
      this.waiting.push(entry);
      if (this.waiting.length > MAX_ROWS) {
        this.waiting.splice(0, this.waiting.length - MAX_ROWS);
      }
    } else if (type === 'dropped') {
      this.dropped += Number((data as { count?: number }).count ?? 0);
    }
  }

  /** A tail begins a little back in time, so after a lost connection some come again. */
  private isKnown(id: string): boolean {
    if (this.known.has(id)) {
      return true;
    }
    this.known.add(id);
    if (this.known.size > 2 * MAX_ROWS) {
      this.known.delete(this.known.values().next().value as string);
    }
    return false;
  }

  private draw(): void {
    const now = performance.now();
    if (now - this.counted.at >= 1000) {
      this.rate = ((this.received - this.counted.received) * 1000) / (now - this.counted.at);
      this.counted = { at: now, received: this.received };
    }
    if (!this.paused && this.atEnd && this.waiting.length > 0) {
      this.buffer.add(this.waiting);
      this.waiting = [];
      this.requestUpdate();
    }
    this.unseen = this.waiting.length;
  }

  private scrolled(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    if (scrollHeight - scrollTop - clientHeight < 30) {
      this.atEnd = this.view.entry === '';
    } else if (performance.now() - this.touched < 1000) {
      this.atEnd = false;
    }
  }

  /** Only a person's hand takes the list away from its end; rows that come and go do not. */
  private readonly touch = (): void => {
    this.touched = performance.now();
  };

  private toEnd(): void {
    this.atEnd = true;
    this.paused = false;
    emit(this, 'fs-change', { entry: '', neighbours: false });
    this.draw();
  }

  move(by: number): void {
    const all = this.buffer.all();
    const at = all.findIndex((entry) => entry.id === this.selected);
    const next = all[at < 0 ? all.length - 1 : Math.min(Math.max(at + by, 0), all.length - 1)];
    if (next) {
      this.selected = next.id;
      this.atEnd = next === all[all.length - 1];
      void this.updateComplete.then(() => this.renderRoot.querySelectorAll('fs-rows').forEach((rows) => rows.focusLine(next.id)));
    }
  }

  openSelected(): void {
    if (this.selected !== '') {
      this.atEnd = false;
      emit(this, 'fs-change', { entry: this.view.entry === this.selected ? '' : this.selected, neighbours: false });
    }
  }

  toggleNeighbours(): void {
    const id = this.selected || this.view.entry;
    if (id !== '') {
      this.atEnd = false;
      emit(this, 'fs-change', { entry: id, neighbours: !(this.view.entry === id && this.view.neighbours) });
    }
  }

  closeOpen(): boolean {
    const open = this.view.entry !== '';
    if (open) {
      emit(this, 'fs-change', { entry: '', neighbours: false });
    }
    return open;
  }

  override render(): TemplateResult {
    const words = { connecting: 'Connecting …', open: this.paused ? 'Paused' : 'Live', lost: this.problem?.passing === false ? 'Stopped' : 'Connection lost, trying again …' }[this.link];
    const refused = this.problem && !this.problem.passing && this.link === 'lost' ? this.problem : undefined;
    return html`
      <div class="head">
        <span class="lamp ${this.link}"></span><b role="status">${words}</b>
        <span class="dim">${this.rate < 10 ? this.rate.toFixed(1) : count(Math.round(this.rate))} a second · ${count(this.received)} received · the last ${count(MAX_ROWS)} are kept</span>
        ${this.link === 'lost' && this.problem?.passing && this.problem.status !== 0 ? html`<span class="dim" title=${this.problem.detail}>${this.problem.detail}</span>` : nothing}
        ${this.dropped > 0 ? html`<span class="wrong" title="They came faster than this page could take them. They are stored: leave Live and search.">${count(this.dropped)} left out</span>` : nothing}
        <span class="space"></span>
        <button class="small" @click=${() => (this.paused = !this.paused)}>${this.paused ? html`${glyph('play')}Go on` : html`${glyph('pause')}Pause`}</button>
        <button class="small quiet" @click=${() => { this.buffer.clear(); this.requestUpdate(); }}>Clear</button>
      </div>
      <div class="line titles" aria-hidden="true"><span>Time</span><span>Severity</span><span>Host</span><span>Component</span><span>Message</span></div>
      <div class="scroller" @scroll=${this.scrolled} @wheel=${this.touch} @pointerdown=${this.touch} @touchmove=${this.touch} @keydown=${this.touch} role="log" aria-live="off" aria-label="Live entries">
        ${refused ? renderProblem(this, refused) : nothing}
        ${this.buffer.size === 0 && !refused ? html`<div class="state"><h2>Waiting for entries</h2><p class="dim">Whatever comes in from now on and matches the query appears here.</p></div>` : nothing}
        ${repeat(this.buffer.chunks(), (chunk) => chunk.key, (chunk) => this.renderRows(chunk.items))}
      </div>
      ${this.unseen > 0 && (this.paused || !this.atEnd) ? html`<button class="primary newer" @click=${this.toEnd}>${count(this.unseen)}${this.unseen === MAX_ROWS ? ' or more' : ''} newer${glyph('down')}</button>` : nothing}`;
  }

  private renderRows(chunk: readonly Entry[]): TemplateResult {
    const has = (id: string): string => (id !== '' && chunk.some((entry) => entry.id === id) ? id : '');
    const open = has(this.view.entry);
    return html`<fs-rows role="list" .entries=${chunk} .selected=${has(this.selected)} .tabStop=${has(this.selected || chunk[0].id)} .open=${open} .neighbours=${open !== '' && this.view.neighbours} .pattern=${this.pattern}></fs-rows>`;
  }
}
customElements.define('fs-tail', FsTail);

declare global {
  interface HTMLElementTagNameMap {
    'fs-tail': FsTail;
  }
}
