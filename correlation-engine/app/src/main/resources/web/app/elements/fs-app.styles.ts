import { css } from 'lit';

export const pageStyles = css`
  :host { display: flex; flex-direction: column; height: 100dvh; min-width: 0; overflow: clip; }
  .waiting { flex: 1; }
  .banner {
    display: flex; gap: 9px; align-items: center; padding: 7px 16px; background: var(--warn-soft); color: var(--warn-text);
    border-bottom: 1px solid var(--line);
  }
  .banner.severe { background: var(--danger-ground); color: #fff; }
  .banner code { overflow-wrap: anywhere; }
  .said { position: fixed; bottom: 22px; left: 50%; translate: -50% 0; z-index: 60; pointer-events: none; }
  .said span {
    display: block; padding: 8px 16px; border-radius: 20px; background: var(--text); color: var(--ground); box-shadow: var(--shadow); font-weight: 500;
  }
`;
