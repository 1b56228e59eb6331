import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { api, type FieldInfo } from '../api';
import { compact } from '../logic/format';
import { term } from '../logic/query';
import { fill, holeAt, rank, type Hole, type Suggestion } from '../logic/suggest';
import { DEFAULT_RANGE, type TimeRange } from '../logic/time';
import { glyph } from './glyphs';
import { controls } from './styles';

const VALUE_COUNT = 50;
/** Pause in typing after which a field's values are asked for. */
const PAUSE_MILLIS = 120;

/** The line to write a query in; it offers fields by name and, after the colon, the values that there are. Fires `query-typed` and `query-sent`. */
export class FsQueryInput extends LitElement {
  static override styles = [controls, css`
    :host { position: relative; display: block; flex: 1; min-width: 120px; }
    :host > svg, .glass svg { position: absolute; left: 11px; top: 11px; color: var(--text-dim); pointer-events: none; }
    input { width: 100%; min-height: 36px !important; padding: 0 36px 0 34px !important; font: 13.5px var(--mono) !important; }
    input:focus { outline: 2px solid var(--accent); outline-offset: -1px; }
    input[aria-invalid='true'] { border-color: var(--danger) !important; }
    .clear { position: absolute; right: 5px; top: 6px; }
    kbd { position: absolute; right: 10px; top: 8px; pointer-events: none; }
    input:focus ~ kbd { display: none; }
    ul {
      position: absolute; z-index: 25; left: 0; top: 40px; min-width: 380px; max-width: 100%; margin: 0; padding: 5px; list-style: none;
      border: 1px solid var(--line); border-radius: 8px; background: var(--panel); box-shadow: var(--shadow);
    }
    li { display: flex; gap: 18px; justify-content: space-between; padding: 3px 9px; border-radius: 4px; cursor: default; }
    li[aria-selected='true'] { background: var(--selected); }
    li b { font: 500 12.5px/1.6 var(--mono); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
    li span { color: var(--text-dim); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; font-size: 12px; }
  `];
  static override properties = { value: {}, invalid: {}, fields: {}, range: {}, suggestions: { state: true }, chosen: { state: true } };
  declare value: string;
  declare invalid: boolean;
  declare fields: readonly FieldInfo[];
  declare range: TimeRange;
  declare suggestions: readonly Suggestion[];
  /** Index of the suggestion that Enter takes, -1 for none: then Enter asks the query as it is. */
  declare chosen: number;
  private hole: Hole | undefined;
  private abort: AbortController | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private values: { readonly key: string; readonly list: readonly { value: string; count: number }[] } = { key: '', list: [] };

  constructor() {
    super();
    this.value = '';
    this.invalid = false;
    this.fields = [];
    this.range = DEFAULT_RANGE;
    this.suggestions = [];
    this.chosen = -1;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.forget();
  }

  override updated(changed: PropertyValues<this>): void {
    const input = this.input;
    if (changed.has('value') && input.value !== this.value) {
      input.value = this.value;
    }
  }

  private get input(): HTMLInputElement {
    return this.renderRoot.querySelector('input') as HTMLInputElement;
  }

  focusInput(): void {
    this.input.focus();
    this.input.select();
  }

  /** Closes the suggestions; returns whether there were any. */
  forget(): boolean {
    const had = this.suggestions.length > 0;
    clearTimeout(this.timer);
    this.abort?.abort();
    this.suggestions = [];
    this.chosen = -1;
    return had;
  }

  private tell(type: 'query-typed' | 'query-sent'): void {
    this.dispatchEvent(new CustomEvent(type, { detail: this.value }));
  }

  private typed(): void {
    this.value = this.input.value;
    this.tell('query-typed');
    this.forget();
    const hole = holeAt(this.value, this.input.selectionStart ?? this.value.length);
    this.hole = hole;
    if (hole?.field) {
      this.timer = setTimeout(() => void this.suggestValues(hole), PAUSE_MILLIS);
    } else if (hole) {
      this.suggestions = rank(this.fields.filter((field) => field.type !== 'stored'), hole.prefix, (field) => field.name)
        .map((field) => ({ text: `${field.name}:`, note: field.description, insert: `${field.name}:` }));
    }
  }

  /** Values of the field in the chosen time; what is typed narrows a list that is there already. */
  private async suggestValues(hole: Hole): Promise<void> {
    const key = `${hole.field} ${this.range.from} ${this.range.to}`;
    if (this.values.key !== key) {
      const abort = new AbortController();
      this.abort = abort;
      try {
        const found = await api.facets({ query: '*', from: this.range.from, to: this.range.to }, [hole.field], VALUE_COUNT, abort.signal);
        this.values = { key, list: found.facets[hole.field]?.values ?? [] };
      } catch {
        return;
      }
    }
    if (this.hole === hole) {
      const whole = (value: string): string => term('f', value).slice(2);
      this.suggestions = rank(this.values.list, hole.prefix, ({ value }) => value)
        .map(({ value, count }) => ({ text: value, note: compact(count), insert: whole(value) }));
    }
  }

  private take(suggestion: Suggestion): void {
    const input = this.input;
    if (!this.hole) {
      return;
    }
    const filled = fill(input.value, input.selectionStart ?? input.value.length, this.hole, suggestion.insert);
    input.value = filled.text;
    input.setSelectionRange(filled.caret, filled.caret);
    input.focus();
    this.value = filled.text;
    this.tell('query-typed');
    this.forget();
    if (suggestion.insert.endsWith(':')) {
      this.typed();
    }
  }

  private key(event: KeyboardEvent): void {
    const many = this.suggestions.length;
    if (event.key === 'Enter') {
      const chosen = this.suggestions[this.chosen];
      if (chosen) {
        this.take(chosen);
      } else {
        this.forget();
        this.tell('query-sent');
      }
    } else if (many > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.chosen = (this.chosen + 1 + step + many + 1) % (many + 1) - 1;
    } else if (many > 0 && event.key === 'Tab' && !event.shiftKey) {
      this.take(this.suggestions[Math.max(this.chosen, 0)]);
    } else if (many > 0 && event.key === 'Escape') {
      this.forget();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private clear(): void {
    this.value = '';
    this.input.value = '';
    this.tell('query-typed');
    this.tell('query-sent');
    this.input.focus();
  }

  override render(): TemplateResult {
    const open = this.suggestions.length > 0;
    return html`<span class="glass">${glyph('search')}</span>
      <input type="text" role="combobox" aria-label="Query" aria-invalid=${this.invalid} aria-autocomplete="list" aria-expanded=${open} aria-controls=${open ? 'suggestions' : nothing}
        aria-activedescendant=${this.chosen >= 0 ? `suggestion-${this.chosen}` : nothing} autocomplete="off" autocapitalize="none" spellcheck="false"
        placeholder='Search all messages: words, "a phrase", host:node1, severity:>=warn …' @input=${this.typed} @keydown=${this.key} @blur=${() => this.forget()}>
      ${this.value === '' ? html`<kbd aria-hidden="true">/</kbd>` : html`<button type="button" class="quiet icon small clear" @click=${this.clear} aria-label="Clear the query">${glyph('close')}</button>`}
      ${open ? html`<ul id="suggestions" role="listbox" aria-label="Suggestions">${this.suggestions.map((suggestion, index) => html`
        <li role="option" id="suggestion-${index}" aria-selected=${index === this.chosen} @pointerdown=${(event: Event) => { event.preventDefault(); this.take(suggestion); }}>
          <b>${suggestion.text}</b><span>${suggestion.note}</span></li>`)}</ul>` : nothing}`;
  }
}
customElements.define('fs-query-input', FsQueryInput);

declare global {
  interface HTMLElementTagNameMap {
    'fs-query-input': FsQueryInput;
  }
}
