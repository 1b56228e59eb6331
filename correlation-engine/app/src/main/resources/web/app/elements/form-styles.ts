import { css } from 'lit';

/** A form in a dialog. */
export const forms = css`
  form { display: grid; gap: 14px; padding: 20px 22px; width: min(520px, calc(100vw - 40px)); }
  h2 { margin: 0; font-size: 17px; overflow-wrap: anywhere; }
  p { margin: 0; }
  label.field { display: grid; gap: 4px; font-weight: 550; }
  label.field > * { font-weight: 400; }
  fieldset { border: 1px solid var(--line); border-radius: 8px; padding: 8px 12px 10px; margin: 0; display: grid; gap: 6px; }
  legend { font-weight: 550; padding: 0 4px; }
  .choice { display: flex; gap: 7px; align-items: baseline; }
  .row { display: flex; gap: 8px; flex-wrap: wrap; justify-content: end; }
  .secret { display: flex; gap: 8px; align-items: center; padding: 8px 10px; border-radius: var(--radius); background: var(--sunken); }
  .secret code { flex: 1; overflow-wrap: anywhere; user-select: all; }
  .wrong { color: var(--danger); background: var(--danger-soft); padding: 8px 10px; border-radius: var(--radius); }
`;
