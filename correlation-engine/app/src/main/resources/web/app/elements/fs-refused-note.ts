import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { api } from '../api';
import { entries } from '../logic/dead-letters';
import { REFUSED_LINK } from '../route';
import { glyph } from './glyphs';
import { controls } from './styles';

const REFRESH_MILLIS = 30_000;

/** One line on every page while there are entries that the index refused: nobody would look for them otherwise. */
export class FsRefusedNote extends LitElement {
  static override styles = [controls, css`
    p { display: flex; gap: 8px; align-items: center; margin: 0; padding: 5px 20px; background: var(--warn-soft); color: var(--warn-text); }
    a { color: inherit; font-weight: 600; text-underline-offset: 2px; }
  `];
  static override properties = { count: { state: true } };
  declare count: number;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.count = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
    this.timer = setInterval(() => document.hidden || void this.load(), REFRESH_MILLIS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  private async load(): Promise<void> {
    try {
      this.count = (await api.deadLetters(0, 0)).count;
    } catch {
      // The collector is away, which the page says elsewhere; what is known of its letters stays.
    }
  }

  override render(): TemplateResult | typeof nothing {
    return this.count === 0 ? nothing : html`<p role="status">${glyph('warning')}<span>OpenSearch refused ${entries(this.count)}, which no search finds. <a href=${REFUSED_LINK}>See why, and send them again</a></span></p>`;
  }
}
customElements.define('fs-refused-note', FsRefusedNote);
