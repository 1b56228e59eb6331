import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { emit } from '../events';
import { zoneName } from '../logic/format';
import { DEFAULT_RANGE, describeRange, isRelative, localText, parseTyped, PRESETS, resolveTime, shift, type TimeRange } from '../logic/time';
import { glyph } from './glyphs';
import { controls, overlays } from './styles';

/** The time asked about: a quick span up to now, a span of one's own, or from here to there. */
export class FsTimePicker extends LitElement {
  static override styles = [controls, overlays, css`
    :host { position: relative; display: flex; }
    .steps { display: flex; }
    .steps button { min-height: 36px; border-radius: 0; margin-left: -1px; }
    .steps button:first-child { border-radius: var(--radius) 0 0 var(--radius); margin: 0; }
    .steps button:last-child { border-radius: 0 var(--radius) var(--radius) 0; }
    .steps button.icon { min-width: 26px; }
    .steps button:focus-visible { z-index: 1; }
    :host([inert]) { opacity: .5; }
    .popover { right: 0; top: 42px; width: 520px; display: grid; grid-template-columns: 180px 1fr; gap: 18px; }
    .presets { display: grid; gap: 1px; align-content: start; }
    .presets button { justify-content: start; border-color: transparent; background: transparent; min-height: 27px; }
    .presets button:hover { background: var(--hover); }
    .presets button[aria-pressed='true'] { background: var(--accent-soft); color: var(--accent); font-weight: 600; }
    h2 { margin: 0 0 6px; font-size: 12px; font-weight: 600; color: var(--text-dim); }
    .side { display: grid; gap: 16px; align-content: start; }
    .row { display: flex; gap: 6px; align-items: center; }
    .row input { width: 70px; }
    form { margin: 0; }
    label { display: grid; gap: 3px; margin-bottom: 8px; }
    label input { width: 100%; font-family: var(--mono); }
    .wrong { color: var(--danger); margin: 0 0 8px; }
    .hint { font-size: 12px; margin: 8px 0 0; }
  `];
  static override properties = { range: {}, live: {}, open: { state: true }, wrong: { state: true } };
  declare range: TimeRange;
  declare live: boolean;
  declare open: boolean;
  declare wrong: string;

  constructor() {
    super();
    this.range = DEFAULT_RANGE;
    this.live = false;
    this.open = false;
    this.wrong = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('pointerdown', this.pressedElsewhere);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('pointerdown', this.pressedElsewhere);
  }

  private readonly pressedElsewhere = (event: Event): void => {
    if (this.open && !event.composedPath().includes(this)) {
      this.open = false;
    }
  };

  async show(): Promise<void> {
    this.open = true;
    this.wrong = '';
    await this.updateComplete;
    const presets = this.renderRoot.querySelectorAll<HTMLElement>('.presets button');
    ([...presets].find((preset) => preset.getAttribute('aria-pressed') === 'true') ?? presets[0]).focus();
  }

  /** Returns whether there was something to close. */
  hide(): boolean {
    const was = this.open;
    this.open = false;
    if (was) {
      this.renderRoot.querySelector<HTMLElement>('.now')?.focus();
    }
    return was;
  }

  private choose(range: TimeRange): void {
    this.hide();
    emit(this, 'fs-change', { from: range.from, to: range.to });
  }

  private chooseSpan(event: SubmitEvent): void {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const count = Math.floor(Number(data.get('count')));
    if (count >= 1) {
      this.choose({ from: `now-${count}${String(data.get('unit'))}`, to: 'now' });
    }
  }

  private chooseAbsolute(event: SubmitEvent): void {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const now = Date.now();
    const from = parseTyped(String(data.get('from')), now);
    const to = parseTyped(String(data.get('to')), now);
    if (from === undefined || to === undefined) {
      this.wrong = `“${String(data.get(from === undefined ? 'from' : 'to'))}” is not a time. Write it like 2026-11-20 10:00, 10:00:05 or now-2h.`;
    } else if ((resolveTime(from, now) ?? 0) >= (resolveTime(to, now) ?? 0)) {
      this.wrong = 'The end must be later than the beginning.';
    } else {
      this.choose({ from, to });
    }
  }

  private step(event: KeyboardEvent): void {
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('.presets button')];
    const at = buttons.indexOf(event.target as HTMLElement);
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (at >= 0 && by !== 0) {
      event.preventDefault();
      buttons[(at + by + buttons.length) % buttons.length].focus();
    }
  }

  override render(): TemplateResult {
    const now = Date.now();
    const words = this.live ? 'From now on' : describeRange(this.range, now);
    const exact = [this.range.from, this.range.to].map((end) => (isRelative(end) ? end : new Date(resolveTime(end, now) ?? 0).toISOString())).join(' to ');
    return html`<div class="steps" role="group" aria-label="Time">
        <button type="button" class="icon" aria-label="Earlier by the same span" title="Earlier" @click=${() => this.choose(shift(this.range, -1, now))}>${glyph('left')}</button>
        <button type="button" class="now" aria-expanded=${this.open} aria-haspopup="dialog" title="${exact} (t)" @click=${() => (this.open ? this.hide() : void this.show())}>${glyph('clock')}${words}${glyph('down')}</button>
        <button type="button" class="icon" aria-label="Later by the same span" title="Later" ?disabled=${this.range.to === 'now'} @click=${() => this.choose(shift(this.range, 1, now))}>${glyph('right')}</button>
      </div>
      ${this.open ? this.renderOpen(now) : nothing}`;
  }

  private renderOpen(now: number): TemplateResult {
    const written = (end: string): string => (isRelative(end) ? end : localText(resolveTime(end, now) ?? now));
    return html`<div class="popover" role="dialog" aria-label="Choose the time" @keydown=${this.step}>
      <div class="presets" role="group" aria-label="Quick ranges">
        ${PRESETS.map((preset) => html`<button type="button" aria-pressed=${this.range.from === preset.from && this.range.to === 'now'}
          @click=${() => this.choose({ from: preset.from, to: 'now' })}>${preset.label}</button>`)}
      </div>
      <div class="side">
        <form @submit=${this.chooseSpan}><h2>A span up to now</h2>
          <div class="row">Last <input type="number" name="count" min="1" max="9999" value="90" aria-label="How many">
            <select name="unit" aria-label="Unit" .value=${'m'}><option value="s">seconds</option><option value="m" selected>minutes</option><option value="h">hours</option><option value="d">days</option><option value="w">weeks</option></select>
            <button>Apply</button></div></form>
        <form @submit=${this.chooseAbsolute}><h2>From and to</h2>
          <label>From<input type="text" name="from" autocomplete="off" spellcheck="false" .value=${written(this.range.from)}></label>
          <label>To<input type="text" name="to" autocomplete="off" spellcheck="false" .value=${written(this.range.to)}></label>
          ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : nothing}
          <button class="primary">Apply</button>
          <p class="hint dim">Your time zone: ${zoneName(now)}. Also understood: <span class="mono">10:00</span> (today), <span class="mono">now-2h</span>, ISO 8601, milliseconds since 1970.</p>
        </form>
      </div></div>`;
  }
}
customElements.define('fs-time-picker', FsTimePicker);

declare global {
  interface HTMLElementTagNameMap {
    'fs-time-picker': FsTimePicker;
  }
}
