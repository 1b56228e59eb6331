import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { api, asProblem } from '../api';
import { emit } from '../events';
import { glyph } from './glyphs';
import { controls, overlays } from './styles';

/** A sender to be added. Tells `made` when the engine has it. */
export class FsSenderForm extends LitElement {
  static override styles = [controls, overlays, css`
    form { display: grid; gap: 14px; padding: 20px 22px; width: min(520px, calc(100vw - 40px)); }
    h2 { margin: 0; font-size: 17px; }
    p { margin: 0; }
    label { display: grid; gap: 4px; font-weight: 550; }
    label > * { font-weight: 400; }
    .three { display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px; }
    .row { display: flex; gap: 8px; flex-wrap: wrap; justify-content: end; }
    .wrong { color: var(--danger); background: var(--danger-soft); padding: 8px 10px; border-radius: var(--radius); }
  `];
  static override properties = { wrong: { state: true }, busy: { state: true }, shown: { state: true } };
  declare wrong: string;
  declare busy: boolean;
  declare shown: boolean;

  constructor() {
    super();
    this.wrong = '';
    this.busy = false;
    this.shown = false;
  }

  async open(): Promise<void> {
    this.wrong = '';
    this.shown = true;
    await this.updateComplete;
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  private close(): void {
    this.renderRoot.querySelector('dialog')?.close();
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const word = (name: string): string => String(data.get(name)).trim();
    this.busy = true;
    this.wrong = '';
    try {
      await api.addSender({
        name: word('name'), site: word('site'), cluster: word('cluster'), node: word('node'), addresses: word('addresses').split(/[\s,]+/).filter((part) => part !== ''),
      });
      this.close();
      emit(this, 'fs-say', `${word('name')} was added; now give it a certificate or a token`);
      this.dispatchEvent(new CustomEvent('made'));
    } catch (failure) {
      const problem = asProblem(failure);
      this.wrong = `${problem.title}. ${problem.detail}`;
    } finally {
      this.busy = false;
    }
  }

  override render(): TemplateResult | typeof nothing {
    return this.shown ? html`<dialog aria-labelledby="title" @close=${() => (this.shown = false)}><form @submit=${this.submit}>
      <h2 id="title">New sender</h2>
      <label>Name<input type="text" name="name" maxlength="63" pattern="[A-Za-z0-9][A-Za-z0-9._\\-]*" title="Letters, digits, . _ - with a letter or a digit first" autocomplete="off" spellcheck="false" required placeholder="vms-a"></label>
      <div class="three"><label>Node<input type="text" name="node" autocomplete="off" spellcheck="false"></label><label>Cluster<input type="text" name="cluster" autocomplete="off" spellcheck="false"></label>
        <label>Site<input type="text" name="site" autocomplete="off" spellcheck="false"></label></div>
      <p class="dim">What it sends counts as of there, whatever it claims. Leave these empty for a relay that sends for many hosts.</p>
      <label>Only from these addresses<input type="text" name="addresses" autocomplete="off" spellcheck="false" placeholder="anywhere, or 192.0.2.0/24, 192.0.2.9"></label>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : nothing}
      <div class="row"><button type="button" @click=${this.close}>Cancel</button><button class="primary" ?disabled=${this.busy}>${glyph('plus')}${this.busy ? 'Adding …' : 'Add'}</button></div>
    </form></dialog>` : nothing;
  }
}
customElements.define('fs-sender-form', FsSenderForm);

declare global {
  interface HTMLElementTagNameMap {
    'fs-sender-form': FsSenderForm;
  }
}
