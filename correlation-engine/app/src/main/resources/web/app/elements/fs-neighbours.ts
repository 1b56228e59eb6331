import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { api, type Entry, type Neighbours } from '../api';
import { Loader } from '../loader';
import { controls } from './styles';

const STEP = 20;

/** The lines before and after an entry in its own source, in the order of receipt; more of them both ways on demand. */
export class FsNeighbours extends LitElement {
  static override styles = [controls, css`
    :host { display: block; margin: 0 0 12px; border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; background: var(--ground); }
    header, footer { display: flex; gap: 10px; align-items: center; padding: 4px 8px; background: var(--sunken); font-size: 12px; }
    .list { max-height: min(50vh, 392px); overflow: auto; }
    .wrong { color: var(--danger); padding: 8px 12px; margin: 0; }
    .skeleton { height: 24px; margin: 1px 0; background: var(--sunken); opacity: .6; }
    b { font-weight: 600; }
  `];
  static override properties = { entry: {}, pattern: {}, open: { state: true } };
  declare entry: Entry;
  declare pattern: RegExp | undefined;
  declare open: string;
  private earlierLines: readonly Entry[] = [];
  private laterLines: readonly Entry[] = [];
  private atStart = false;
  private atEnd = false;
  private readonly loader = new Loader<Neighbours>(() => this.requestUpdate());

  constructor() {
    super();
    this.open = '';
    this.addEventListener('fs-change', (event) => this.toggle(event as CustomEvent<{ entry?: string }>));
    this.addEventListener('fs-select', (event) => event.stopPropagation());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.loader.cancel();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const last = changed.get('entry') as Entry | undefined;
    if (changed.has('entry') && last?.id !== this.entry.id) {
      this.earlierLines = [];
      this.laterLines = [];
      this.open = '';
      void this.load(this.entry.id, STEP, STEP);
    }
  }

  /** Opening a line here opens it in place; the page's own open entry stays. */
  private toggle(event: CustomEvent<{ entry?: string }>): void {
    if (event.detail.entry !== undefined) {
      event.stopPropagation();
      this.open = event.detail.entry === this.entry.id ? '' : event.detail.entry;
    }
  }

  private async load(id: string, before: number, after: number): Promise<void> {
    const first = id === this.entry.id;
    await this.loader.load((signal) => api.neighbours(id, before, after, signal));
    const found = this.loader.value;
    if (!found || this.loader.problem || this.loader.loading) {
      return;
    }
    if (before > 0) {
      this.earlierLines = first ? found.before : [...found.before, ...this.earlierLines];
      this.atStart = found.before.length < before;
    }
    if (after > 0) {
      this.laterLines = first ? found.after : [...this.laterLines, ...found.after];
      this.atEnd = found.after.length < after;
    }
    this.requestUpdate();
    await this.updateComplete;
    await this.renderRoot.querySelector('fs-rows')?.updateComplete;
    if (first) {
      this.centre();
    }
  }

  private centre(): void {
    const list = this.renderRoot.querySelector('.list');
    if (list) {
      list.scrollTop = Math.max(0, (this.earlierLines.length + 1.7) * 24 - list.clientHeight / 2);
    }
  }

  private earlier(): void {
    void this.load((this.earlierLines[0] ?? this.entry).id, STEP, 0);
  }

  private later(): void {
    void this.load((this.laterLines[this.laterLines.length - 1] ?? this.entry).id, 0, STEP);
  }

  override render(): TemplateResult {
    const empty = this.earlierLines.length + this.laterLines.length === 0;
    const waiting = this.loader.loading && empty;
    return html`
      <header><b>Neighbours</b><span class="dim">in source <span class="mono">${this.entry.source ?? 'unknown'}</span>, in the order of receipt</span></header>
      ${this.loader.problem ? html`<p class="wrong" role="alert">${this.loader.problem.title}. ${this.loader.problem.detail}
        <button class="small" @click=${() => void this.load(this.entry.id, STEP, STEP)}>Try again</button></p>` : nothing}
      <div class="list">
        <footer>${this.atStart ? html`<span class="dim">The source begins here</span>` : html`<button class="small quiet" ?disabled=${this.loader.loading} @click=${this.earlier}>${STEP} earlier</button>`}</footer>
        ${waiting ? Array.from({ length: 8 }, () => html`<div class="skeleton"></div>`)
          : html`<fs-rows role="list" aria-label="Neighbours" .entries=${[...this.earlierLines, this.entry, ...this.laterLines]} .centre=${this.entry.id} .open=${this.open} .selected=${this.open} .tabStop=${this.open || this.entry.id} .pattern=${this.pattern} .embedded=${true}></fs-rows>`}
        <footer>${this.atEnd ? html`<span class="dim">Nothing later has come from this source yet</span>` : nothing}
          <button class="small quiet" ?disabled=${this.loader.loading} @click=${this.later}>${this.atEnd ? 'Look again' : `${STEP} later`}</button></footer>
      </div>`;
  }
}
customElements.define('fs-neighbours', FsNeighbours);
