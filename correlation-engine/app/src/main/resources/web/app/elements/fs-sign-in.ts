import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { api, asProblem } from '../api';
import { emit } from '../events';
import { mark } from './glyphs';
import { controls, overlays } from './styles';

/** The way in: a page of its own, or a dialog over the page that keeps what one was looking at. */
export class FsSignIn extends LitElement {
  static override styles = [controls, overlays, css`
    :host { display: grid; place-items: center; flex: 1; padding: 24px; }
    :host([overlay]) { display: contents; }
    form { display: grid; gap: 12px; width: min(340px, 86vw); padding: 28px; }
    .card { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); }
    h1 { display: flex; align-items: center; gap: 10px; margin: 0 0 4px; font-size: 19px; }
    p { margin: 0; }
    label { display: grid; gap: 4px; font-weight: 550; }
    input { min-height: 36px !important; font-weight: 400; }
    button { min-height: 36px; justify-content: center; margin-top: 4px; }
    .wrong { color: var(--danger); background: var(--danger-soft); padding: 8px 10px; border-radius: var(--radius); }
  `];
  static override properties = { overlay: { type: Boolean, reflect: true }, unreachable: {}, wrong: { state: true }, busy: { state: true } };
  declare overlay: boolean;
  declare unreachable: boolean;
  declare wrong: string;
  declare busy: boolean;

  constructor() {
    super();
    this.overlay = false;
    this.unreachable = false;
    this.wrong = '';
    this.busy = false;
  }

  override firstUpdated(_changed: PropertyValues): void {
    this.renderRoot.querySelector('dialog')?.showModal();
    this.renderRoot.querySelector('input')?.focus();
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    this.busy = true;
    this.wrong = '';
    try {
      const session = await api.signIn(String(data.get('name')), String(data.get('password')));
      emit(this, 'fs-signed-in', session);
    } catch (failure) {
      const problem = asProblem(failure);
      this.wrong = problem.status === 401 ? 'This name and password do not match. Check the caps lock key and try again.' : `${problem.title}. ${problem.detail}`;
      const password = this.renderRoot.querySelector<HTMLInputElement>('input[type=password]');
      password?.select();
    } finally {
      this.busy = false;
    }
  }

  override render(): TemplateResult {
    return this.overlay
      ? html`<dialog aria-labelledby="title" @cancel=${(event: Event) => event.preventDefault()}>${this.renderForm('Sign in again', 'The session has ended. The page stays as it is.')}</dialog>`
      : html`<main class="card">${this.renderForm('Failsight', 'Sign in to see how your failover clusters are, and what their logs say.')}</main>`;
  }

  private renderForm(title: string, words: string): TemplateResult {
    return html`<form @submit=${this.submit}>
      <h1 id="title">${mark()}${title}</h1>
      <p class="dim">${words}</p>
      ${this.unreachable ? html`<p class="wrong" role="alert">The engine does not answer at the moment. The page tries again every few seconds.</p>` : nothing}
      <label>Name<input type="text" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required></label>
      <label>Password<input type="password" name="password" autocomplete="current-password" required></label>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : nothing}
      <button class="primary" ?disabled=${this.busy}>${this.busy ? 'Signing in …' : 'Sign in'}</button>
    </form>`;
  }
}
customElements.define('fs-sign-in', FsSignIn);
