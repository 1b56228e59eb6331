import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { accounts, MIN_CHARACTERS, ROLES, type User } from '../accounts';
import { asProblem } from '../api';
import { copy, emit } from '../events';
import { visible } from '../logic/visible';
import { forms } from './form-styles';
import { glyph } from './glyphs';
import { controls, overlays } from './styles';

type Work =
  | { readonly of: 'add' }
  | { readonly of: 'change'; readonly user: User }
  | { readonly of: 'password'; readonly name: string }
  | { readonly of: 'token' }
  /** A token just made; it cannot be shown again. */
  | { readonly of: 'made'; readonly name: string; readonly secret: string };

const LIVES: readonly [number, string][] = [[30, '30 days'], [365, '1 year'], [1095, '3 years']];
const DAY_MILLIS = 86_400_000;

/** What an admin fills in about an account or a token. Tells `made` when the engine has it. */
export class FsAccountForm extends LitElement {
  static override styles = [controls, overlays, forms];
  static override properties = { work: { state: true }, wrong: { state: true }, busy: { state: true } };
  declare work: Work | undefined;
  declare wrong: string;
  declare busy: boolean;

  constructor() {
    super();
    this.wrong = '';
    this.busy = false;
  }

  add = (): Promise<void> => this.open({ of: 'add' });
  change = (user: User): Promise<void> => this.open({ of: 'change', user });
  password = (name: string): Promise<void> => this.open({ of: 'password', name });
  token = (): Promise<void> => this.open({ of: 'token' });

  private async open(work: Work): Promise<void> {
    this.work = work;
    this.wrong = '';
    await this.updateComplete;
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  private close(): void {
    this.renderRoot.querySelector('dialog')?.close();
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { work } = this;
    if (!work) {
      return;
    }
    const data = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => String(data.get(name) ?? '');
    this.busy = true;
    this.wrong = '';
    try {
      await this.act(work, text, data.get('disabled') !== null);
    } catch (failure) {
      const problem = asProblem(failure);
      this.wrong = problem.detail;
    } finally {
      this.busy = false;
    }
  }

  private async act(work: Work, text: (name: string) => string, disabled: boolean): Promise<void> {
    switch (work.of) {
      case 'add':
        await accounts.add(text('name').trim(), [text('role')], text('password'));
        return this.done(`${text('name').trim()} may sign in`);
      case 'change':
        await accounts.set(work.user.name, [text('role')], disabled);
        return this.done(`${work.user.name} is changed`);
      case 'password':
        await accounts.setPassword(work.name, text('password'));
        return this.done(`${work.name} has a new password`);
      case 'token': {
        const made = await accounts.addToken(text('name').trim(), text('role'), new Date(Date.now() + Number(text('life')) * DAY_MILLIS).toISOString());
        this.work = { of: 'made', name: made.name, secret: made.token ?? '' };
        this.dispatchEvent(new CustomEvent('made'));
        return;
      }
      case 'made':
        return this.close();
    }
  }

  private done(words: string): void {
    this.close();
    emit(this, 'fs-say', words);
    this.dispatchEvent(new CustomEvent('made'));
  }

  override render(): TemplateResult | typeof nothing {
    return this.work ? html`<dialog aria-labelledby="title" @close=${() => (this.work = undefined)}>
      <form @submit=${this.submit}>${this.renderWork(this.work)}
        ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : nothing}
        <div class="row">${this.work.of === 'made' ? nothing : html`<button type="button" @click=${this.close}>Cancel</button>`}
          <button class="primary" ?disabled=${this.busy}>${this.busy ? 'One moment …' : this.work.of === 'made' ? 'I have copied it' : 'Save'}</button></div></form></dialog>` : nothing;
  }

  private renderWork(work: Work): TemplateResult {
    switch (work.of) {
      case 'add':
        return html`<h2 id="title">Add an account</h2>
          <label class="field">Name<input type="text" name="name" required maxlength="64" pattern="[A-Za-z0-9][A-Za-z0-9._@\\-]*" autocomplete="off" spellcheck="false" autofocus></label>
          ${this.renderRole('viewer')}${this.renderPassword('First password')}
          <p class="dim">Tell it to them in person; the page asks them to choose their own.</p>`;
      case 'change':
        return html`<h2 id="title">Change ${visible(work.user.name)}</h2>${this.renderRole(work.user.roles.at(-1) ?? 'viewer')}
          <label class="choice"><input type="checkbox" name="disabled" ?checked=${work.user.disabled}><span><b>Disabled</b>: may not sign in for now, and is signed out at once</span></label>`;
      case 'password':
        return html`<h2 id="title">New password for ${visible(work.name)}</h2><p class="dim">Ends all their sessions. The page asks them to choose their own.</p>${this.renderPassword('Password')}`;
      case 'token':
        return html`<h2 id="title">Make a token</h2>
          <label class="field">Which program is it for?<input type="text" name="name" required maxlength="64" autocomplete="off" autofocus></label>${this.renderRole('viewer')}
          <label class="field">How long is it good?<select name="life">${LIVES.map(([days, words]) => html`<option value=${days} ?selected=${days === 365}>${words}</option>`)}</select></label>`;
      case 'made':
        return html`<h2 id="title">The token of ${visible(work.name)}</h2><p>Copy it now: it is shown this once, and only its hash is kept.</p>
          <div class="secret"><code class="mono">${work.secret}</code><button type="button" @click=${() => void copy(this, work.secret, 'Token')}>${glyph('copy')}Copy</button></div>
          <p class="dim">Programs send it as <span class="mono">Authorization: Bearer …</span> with each call.</p>`;
    }
  }

  private renderRole(chosen: string): TemplateResult {
    return html`<fieldset><legend>Role</legend>${ROLES.map(({ id, may }) => html`<label class="choice"><input type="radio" name="role" value=${id} ?checked=${id === chosen}><span><b>${id}</b>: ${may}</span></label>`)}</fieldset>`;
  }

  private renderPassword(words: string): TemplateResult {
    return html`<label class="field">${words}<input type="password" name="password" required minlength=${MIN_CHARACTERS} autocomplete="new-password"></label>
      <p class="dim">At least ${MIN_CHARACTERS} characters; four words are easy to keep. At most 72 bytes.</p>`;
  }
}
customElements.define('fs-account-form', FsAccountForm);

declare global {
  interface HTMLElementTagNameMap {
    'fs-account-form': FsAccountForm;
  }
}
