import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { api, asProblem } from '../api';
import { emit } from '../events';
import { visible } from '../logic/visible';
import { mark } from './glyphs';
import { controls, overlays } from './styles';

/** Why single sign-on came to nothing, as the engine says it in the address. */
const SSO_WORDS: Record<string, string> = {
  unreachable: 'Single sign-on cannot be reached at the moment. Sign in with a name and a password of Failsight, or try again later.',
  expired: 'The single sign-on took too long, or was begun in another browser. Try it again.',
  refused: 'Single sign-on did not let you in. Try it again, or ask your administrator.',
  untrusted: 'What single sign-on said about you cannot be trusted; the log of the engine says why. Ask your administrator.',
  'no-role': 'Single sign-on knows you, but none of your groups has a role in Failsight. Ask your administrator.',
};

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
    a.sso { display: grid; place-items: center; min-height: 36px; border: 1px solid var(--line-strong); border-radius: var(--radius); color: var(--text); text-decoration: none; font-weight: 550; }
    a.sso:hover { background: var(--hover); }
    .wrong { color: var(--danger); background: var(--danger-soft); padding: 8px 10px; border-radius: var(--radius); }
  `];
  static override properties = { overlay: { type: Boolean, reflect: true }, unreachable: {}, wrong: { state: true }, busy: { state: true }, sso: { state: true } };
  declare overlay: boolean;
  declare unreachable: boolean;
  declare wrong: string;
  declare busy: boolean;
  /** Words on the button of single sign-on; blank where there is none. */
  declare sso: string;

  constructor() {
    super();
    this.overlay = false;
    this.unreachable = false;
    this.wrong = '';
    this.busy = false;
    this.sso = '';
  }

  override firstUpdated(_changed: PropertyValues): void {
    this.renderRoot.querySelector('dialog')?.showModal();
    this.renderRoot.querySelector('input')?.focus();
    this.wrong = SSO_WORDS[new URLSearchParams(location.search).get('sso') ?? ''] ?? '';
    // Without an answer, name and password remain.
    api.ssoLabel().then((label) => (this.sso = label), () => {});
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
      ${this.sso ? html`<a class="sso" href="/api/v1/session/oidc">${visible(this.sso)}</a>` : nothing}
    </form>`;
  }
}
customElements.define('fs-sign-in', FsSignIn);
