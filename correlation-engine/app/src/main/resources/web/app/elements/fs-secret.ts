import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { emit } from '../events';
import type { CredentialSecret } from '../model';
import { glyph } from './glyphs';
import { controls, overlays } from './styles';

/** A new credential, shown once: to be copied or saved now. Tells `done` when it is put away. */
export class FsSecret extends LitElement {
  static override styles = [controls, overlays, css`
    div.all { display: grid; gap: 14px; padding: 20px 22px; width: min(620px, calc(100vw - 40px)); }
    h2 { margin: 0; font-size: 17px; }
    p { margin: 0; }
    pre { margin: 0; padding: 10px 13px; border-radius: var(--radius); background: var(--sunken); font: 13px/1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }
    .row { display: flex; gap: 8px; flex-wrap: wrap; }
    .row.end { justify-content: end; }
  `];
  static override properties = { secret: {} };
  declare secret: CredentialSecret | undefined;

  override updated(): void {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) {
      dialog.showModal();
    }
  }

  private put(): void {
    this.dispatchEvent(new CustomEvent('done'));
  }

  private async copy(text: string): Promise<void> {
    await navigator.clipboard?.writeText(text);
    emit(this, 'fs-say', 'Copied');
  }

  private save(name: string, content: BlobPart): void {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  override render(): TemplateResult | typeof nothing {
    const { secret } = this;
    return secret ? html`<dialog aria-labelledby="title" @close=${this.put}><div class="all">
      <h2 id="title">${secret.kind === 'token' ? 'Token' : 'Certificate'} of ${secret.sender}</h2>
      <p><b>This is shown only now.</b> Failsight keeps ${secret.kind === 'token' ? 'a hash of it' : 'no copy of the key'}; whoever loses it is given a new one.</p>
      ${secret.kind === 'token' ? this.renderToken(secret) : this.renderCertificate(secret)}
      <div class="row end"><button class="primary" @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${glyph('ok')}I have it</button></div>
    </div></dialog>` : nothing;
  }

  private renderToken({ token }: CredentialSecret): TemplateResult {
    return html`<pre aria-label="Token">${token}</pre><div class="row"><button @click=${() => void this.copy(token)}>${glyph('copy')}Copy</button></div>
      <p class="dim">OTLP exporters send it as the header <span class="mono">authorization: Bearer …</span> over TLS. Syslog, JSON lines and Lumberjack have no place for it: give their senders a certificate.</p>`;
  }

  private renderCertificate({ sender, certificate, key, authority, pkcs12, pkcs12Password }: CredentialSecret): TemplateResult {
    const bytes = (): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(pkcs12), (letter) => letter.charCodeAt(0));
    return html`<div class="row"><button @click=${() => this.save(`${sender}.crt`, certificate)}>${glyph('save')}${sender}.crt</button><button @click=${() => this.save(`${sender}.key`, key)}>${glyph('save')}${sender}.key</button>
        <button @click=${() => this.save('ca.crt', authority)}>${glyph('save')}ca.crt</button><button @click=${() => this.save(`${sender}.p12`, bytes())}>${glyph('save')}${sender}.p12</button></div>
      <p class="dim">The .p12 holds all three, for what takes no PEM. Its password:</p><pre aria-label="Password of the PKCS#12">${pkcs12Password}</pre>`;
  }
}
customElements.define('fs-secret', FsSecret);
