import { css } from 'lit';

/** Buttons, inputs, focus and what else every element shares. */
export const controls = css`
  :host { box-sizing: border-box; }
  *, *::before, *::after { box-sizing: border-box; }
  button, input, select { font: inherit; color: inherit; }
  button {
    display: inline-flex; align-items: center; gap: 6px; padding: 0 10px; min-height: 30px;
    border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); cursor: pointer; white-space: nowrap;
  }
  button:hover { background: var(--hover); border-color: var(--line-strong); }
  button[aria-pressed='true'] { background: var(--accent-soft); border-color: var(--accent); color: var(--accent); }
  button:disabled { opacity: .55; cursor: default; }
  button.primary { background: var(--accent-ground); border-color: var(--accent-ground); color: var(--accent-text); font-weight: 600; }
  button.primary:hover { filter: brightness(1.1); }
  button.quiet { border-color: transparent; background: transparent; }
  button.quiet:hover { background: var(--hover); }
  button.small { min-height: 24px; padding: 0 7px; font-size: 12px; }
  button.icon { min-width: 30px; padding: 0; justify-content: center; }
  button.icon.small { min-width: 24px; }
  input[type='text'], input[type='search'], input[type='password'], input[type='number'], select {
    min-height: 30px; padding: 0 9px; border: 1px solid var(--line-strong); border-radius: var(--radius); background: var(--raised); min-width: 0;
  }
  input::placeholder { color: var(--text-dim); opacity: 1; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
  kbd {
    display: inline-block; min-width: 20px; padding: 0 5px; border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px;
    font: 11px/17px var(--mono); text-align: center; color: var(--text-dim); background: var(--panel);
  }
  .dim { color: var(--text-dim); }
  .mono { font-family: var(--mono); }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  svg.glyph { width: 15px; height: 15px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }
  mark { background: var(--mark); color: var(--mark-text); border-radius: 2px; }
`;

/** A severity's word in its colour. */
export const severities = css`
  .sev { color: var(--sev); font-weight: 600; }
  .sev-fatal { --sev: var(--sev-fatal); --bar: var(--bar-fatal); }
  .sev-error { --sev: var(--sev-error); --bar: var(--bar-error); }
  .sev-warn { --sev: var(--sev-warn); --bar: var(--bar-warn); }
  .sev-info { --sev: var(--sev-info); --bar: var(--bar-info); }
  .sev-debug { --sev: var(--sev-debug); --bar: var(--bar-debug); }
  .sev-trace { --sev: var(--sev-trace); --bar: var(--bar-trace); }
  .sev-unknown { --sev: var(--sev-unknown); --bar: var(--bar-unknown); }
`;

/** Dialogs and popovers. */
export const overlays = css`
  dialog {
    border: 1px solid var(--line); border-radius: 10px; padding: 0; background: var(--panel); color: var(--text); box-shadow: var(--shadow);
    max-width: min(860px, calc(100vw - 32px)); max-height: calc(100dvh - 48px);
  }
  dialog::backdrop { background: rgb(5 12 18 / 55%); }
  .popover {
    position: absolute; z-index: 20; padding: 14px; border: 1px solid var(--line); border-radius: 10px; background: var(--panel); box-shadow: var(--shadow);
  }
`;
