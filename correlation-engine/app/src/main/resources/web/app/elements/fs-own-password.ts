import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { accounts, MIN_CHARACTERS } from '../accounts';
import { asProblem } from '../api';
import { emit } from '../events';
import { forms } from './form-styles';
import { controls, overlays } from './styles';

/** Changing one's own password. Tells `fs-signed-in` when it is done, since the session is a new one. */
export class FsOwnPassword extends LitElement {
  static override styles = [controls, overlays, forms];
  static override properties = { user: {}, shown: { state: true }, wrong: { state: true }, busy: { state: true } };
  declare user: string;
  declare shown: boolean;
  declare wrong: string;
  declare busy: boolean;

  constructor() {
    super();
    this.user = '';
    this.shown = false;
    this.wrong = '';
    this.busy = false;
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
    const [old, password, again] = ['old', 'password', 'again'].map((name) => String(data.get(name) ?? ''));
    if (password !== again) {
      this.wrong = 'The two new passwords differ.';
      return;
    }
    this.busy = true;
    this.wrong = '';
    try {
      const { name, roles } = await accounts.changePassword(old, password);
      this.close();
      emit(this, 'fs-say', 'Your password is changed; your other sessions have ended');
      emit(this, 'fs-signed-in', { name, roles });
    } catch (failure) {
      this.wrong = asProblem(failure).detail;
    } finally {
      this.busy = false;
    }
  }

  override render(): TemplateResult | typeof nothing {
    return this.shown ? html`<dialog aria-labelledby="title" @close=${() => (this.shown = false)}><form @submit=${this.submit}>
      <h2 id="title">Change your password</h2>
      <input type="text" name="user" .value=${this.user} autocomplete="username" readonly hidden>
      <label class="field">Password as it is<input type="password" name="old" required autocomplete="current-password" autofocus></label>
      <label class="field">New password<input type="password" name="password" required minlength=${MIN_CHARACTERS} autocomplete="new-password"></label>
      <label class="field">New password again<input type="password" name="again" required autocomplete="new-password"></label>
      <p class="dim">At least ${MIN_CHARACTERS} characters; four words are easy to keep. At most 72 bytes.</p>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : nothing}
      <div class="row"><button type="button" @click=${this.close}>Cancel</button><button class="primary" ?disabled=${this.busy}>${this.busy ? 'One moment …' : 'Change'}</button></div>
    </form></dialog>` : nothing;
  }
}
customElements.define('fs-own-password', FsOwnPassword);

declare global {
  interface HTMLElementTagNameMap {
    'fs-own-password': FsOwnPassword;
  }
}
