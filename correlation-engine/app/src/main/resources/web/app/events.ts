import type { Filter } from './logic/query';
import type { ViewState } from './state';

/** What elements tell the page; all of it bubbles up to `fs-app`, which alone holds the state. */
export interface PageEvents {
  /** Part of the state to change; a question of its own becomes a step of the browser's history. */
  'fs-change': Partial<ViewState>;
  /** Another page, as the query string of a link; in place of the current step of the history where it only refines it. */
  'fs-go': { to: string; replace?: boolean };
  /** A call failed in a way that passes: is the engine or its store down? */
  'fs-trouble': undefined;
  /** A value to filter for or out. */
  'fs-filter': { filter: Filter; toggle?: boolean };
  /** A word for the person, shown for a moment and read out. */
  'fs-say': string;
  /** An entry was chosen in a list. */
  'fs-select': string;
  'fs-more': undefined;
  'fs-retry': undefined;
  'fs-signed-in': { name: string; roles: readonly string[] };
  'fs-sign-out': undefined;
  'fs-help': undefined;
  /** The person wants another password. */
  'fs-own-password': undefined;
}

export function emit<K extends keyof PageEvents>(from: EventTarget, type: K, detail: PageEvents[K]): void {
  from.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
}

/** Puts text on the clipboard; on plain HTTP, where browsers refuse, by way of a selected text area. */
export async function copy(from: EventTarget, text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'off-screen';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (!done) {
      emit(from, 'fs-say', 'The browser does not let the page copy. Select the text and copy it by hand.');
      return;
    }
  }
  emit(from, 'fs-say', `${what} copied`);
}
