import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { Entry } from '../api';
import { copy, emit } from '../events';
import { attributesOf, groupsOf, type FieldGroup, textOf } from '../logic/fields';
import { millisOf, stampOf } from '../logic/format';
import { originOf } from '../logic/origin';
import { visible } from '../logic/visible';
import { segments } from '../logic/words';
import { entryLink } from '../state';
import { glyph } from './glyphs';
import { controls, severities } from './styles';
import './fs-neighbours';

/** Everything that is known of one entry, as text. */
export class FsEntry extends LitElement {
  static override styles = [controls, severities, css`
    :host { display: block; padding: 8px 16px 16px 14px; background: var(--panel); border-bottom: 1px solid var(--line); border-left: 3px solid var(--accent); cursor: auto; }
    .origin { display: flex; gap: 6px; align-items: center; margin: 8px 0 0; color: var(--text-dim); }
    .actions { display: flex; flex-wrap: wrap; gap: 6px; margin-bottom: 10px; align-items: center; }
    .actions .space { flex: 1; }
    pre { margin: 0; padding: 9px 12px; border-radius: var(--radius); background: var(--sunken); font: 12.5px/1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; max-height: 420px; overflow: auto; }
    pre.stack { white-space: pre; overflow-wrap: normal; }
    h3 { margin: 14px 0 4px; font-size: 12px; font-weight: 600; color: var(--text-dim); display: flex; align-items: center; gap: 8px; }
    .columns { columns: 2 420px; column-gap: 28px; }
    section { break-inside: avoid; padding-top: 14px; }
    section h3 { margin: 0 0 2px; }
    table { border-collapse: collapse; width: 100%; table-layout: fixed; }
    td, th { padding: 0 6px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); font: 12.5px/23px var(--mono); }
    th { width: 150px; font-weight: 400; color: var(--text-dim); overflow-wrap: anywhere; padding-left: 0; }
    td { overflow-wrap: anywhere; white-space: pre-wrap; }
    td.does { width: 84px; padding: 0; white-space: nowrap; text-align: right; }
    td.does button { min-height: 22px; min-width: 24px; opacity: 0; }
    tr:hover td.does button, td.does button:focus-visible, tr:focus-within td.does button { opacity: 1; }
    tr:hover td, tr:hover th { background: var(--hover); }
    @media (hover: none) { td.does button { opacity: 1; } }
  `];
  static override properties = { entry: {}, pattern: {}, showNeighbours: {}, embedded: { type: Boolean } };
  declare entry: Entry;
  declare pattern: RegExp | undefined;
  declare showNeighbours: boolean;
  /** Inside another entry's neighbours, where it offers no neighbours of its own. */
  declare embedded: boolean;

  constructor() {
    super();
    this.showNeighbours = false;
    this.embedded = false;
  }

  private filter(field: string, value: string, exclude: boolean): void {
    emit(this, 'fs-filter', { filter: { field, value, exclude } });
  }

  private marked(text: string): unknown {
    return segments(visible(text), this.pattern).map((part) => (part.marked ? html`<mark>${part.text}</mark>` : part.text));
  }

  private get link(): string {
    return `${location.origin}${location.pathname}${entryLink(this.entry.id, millisOf(this.entry.time))}`;
  }

  override render(): TemplateResult {
    const entry = this.entry;
    const stack = typeof entry.stack_trace === 'string' ? entry.stack_trace : '';
    const attributes = attributesOf(entry);
    const groups = groupsOf(entry);
    return html`<div role="region" aria-label="All of the entry">
      <div class="actions">
        ${this.embedded ? nothing : html`<button class="small" aria-pressed=${this.showNeighbours} @click=${() => emit(this, 'fs-change', { entry: entry.id, neighbours: !this.showNeighbours })}
          title="The lines before and after it in its own source (n)">${glyph('lines')}Neighbours</button>`}
        <button class="small" @click=${() => void copy(this, JSON.stringify(entry, undefined, 2), 'JSON')}>${glyph('copy')}Copy JSON</button>
        <button class="small" @click=${() => void copy(this, this.link, 'Link')} title="A link to this entry among what happened around it">${glyph('link')}Copy link</button>
        ${typeof entry.trace_id === 'string' ? html`<button class="small" @click=${() => this.filter('trace_id', String(entry.trace_id), false)}>${glyph('search')}Same trace</button>` : nothing}
        <span class="space"></span>
        ${this.embedded ? nothing : html`<button class="small icon quiet" @click=${() => emit(this, 'fs-change', { entry: '', neighbours: false })} aria-label="Close the entry" title="Close (Esc)">${glyph('close')}</button>`}
      </div>
      ${this.renderOrigin()}
      ${this.showNeighbours && !this.embedded ? html`<fs-neighbours .entry=${entry} .pattern=${this.pattern}></fs-neighbours>` : nothing}
      ${entry.body === undefined ? nothing : html`<pre aria-label="Message">${this.marked(entry.body)}</pre>`}
      ${stack ? html`<h3>Stack trace <button class="small quiet icon" aria-label="Copy the stack trace" @click=${() => void copy(this, stack, 'Stack trace')}>${glyph('copy')}</button></h3><pre class="stack" tabindex="0">${this.marked(stack)}</pre>` : nothing}
      <div class="columns">
        ${groups.filter(({ own }) => !own).map((group) => this.renderGroup(group))}
        ${attributes.length > 0 ? html`<section><h3>Attributes of the sender</h3><table>${attributes.map(({ name, value }) => this.renderField(name, value, value, true))}</table></section>` : nothing}
        ${groups.filter(({ own }) => own).map((group) => this.renderGroup(group))}
      </div>
      ${this.renderText('raw', 'Line as it came')}${this.renderText('attr_rest', 'Longer attributes')}
    </div>`;
  }

  /** What the sender says of itself is kept apart from what is known of it. */
  private renderOrigin(): TemplateResult | typeof nothing {
    const origin = originOf(this.entry);
    const known = { credential: 'sender', certificate: 'certificate', address: 'address' };
    return origin === undefined ? nothing : html`<p class="origin">${glyph('person')}<span>Says it is of <b>${visible(origin.claimed)}</b>; came from ${known[origin.by]} <b>${visible(origin.proven)}</b></span></p>`;
  }

  private renderGroup(group: FieldGroup): TemplateResult {
    return html`<section><h3>${group.title}</h3><table>${group.fields.map((field) =>
      this.renderField(field.name, this.shown(field.name, field.value), field.value, field.filterable))}</table></section>`;
  }

  private renderText(field: string, title: string): TemplateResult | typeof nothing {
    const value = this.entry[field];
    return value === undefined || value === null || value === '' ? nothing : html`<h3>${title}</h3><pre>${visible(textOf(value))}</pre>`;
  }

  private shown(name: string, value: string): string {
    if (name === 'time' || name === 'observed') {
      const iso = /^\d+(\.\d+)?$/.test(value) ? new Date(Number(value)).toISOString() : value;
      const stamp = stampOf(iso);
      return `${stamp.date} ${stamp.time}\n${iso}`;
    }
    return value;
  }

  private renderField(name: string, shown: string, value: string, filterable: boolean): TemplateResult {
    return html`<tr><th scope="row">${visible(name)}</th><td>${visible(shown)}</td><td class="does">
      ${filterable ? html`<button class="small icon quiet" @click=${() => this.filter(name, value, false)} aria-label="Filter for ${visible(name)} ${visible(value)}" title="Filter for this">${glyph('plus')}</button><button
        class="small icon quiet" @click=${() => this.filter(name, value, true)} aria-label="Filter out ${visible(name)} ${visible(value)}" title="Filter this out">${glyph('minus')}</button>` : nothing}<button
        class="small icon quiet" @click=${() => void copy(this, value, name)} aria-label="Copy ${visible(name)}" title="Copy">${glyph('copy')}</button></td></tr>`;
  }
}
customElements.define('fs-entry', FsEntry);
