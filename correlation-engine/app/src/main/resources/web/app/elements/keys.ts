import { emit } from '../events';
import { incidentsLink, NOTIFICATIONS_LINK, overviewLink, SEARCH_LINK, SENDERS_LINK, sourcesLink } from '../route';
import type { ViewState } from '../state';

/** An element that holds the list of entries and can be steered by keys. */
export interface EntryList extends HTMLElement {
  move(by: number): void;
  openSelected(): void;
  toggleNeighbours(): void;
  closeOpen(): boolean;
}

const WRITING = new Set(['INPUT', 'TEXTAREA', 'SELECT']);
const BUTTONS = new Set(['BUTTON', 'A', 'SUMMARY']);

const PAGES: Record<string, string> = { o: overviewLink(), i: incidentsLink(), s: SEARCH_LINK, n: NOTIFICATIONS_LINK, e: SENDERS_LINK, d: sourcesLink() };
/** Within so long after `g` a letter names a page. */
const LEADER_MILLIS = 1500;
let leaderAt = Number.NEGATIVE_INFINITY;

/** Whether a key is meant for the page: nobody writes, no dialog is open, nothing of the browser is asked for. */
export function onKey(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0] as HTMLElement;
  return !(event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || WRITING.has(target.tagName)
    || event.composedPath().some((node) => node instanceof HTMLDialogElement));
}

/** The link of the page that `g` and a letter name; undefined when this key names none. */
export function goesTo(event: KeyboardEvent): string | undefined {
  if (!onKey(event)) {
    return undefined;
  }
  const led = event.timeStamp - leaderAt < LEADER_MILLIS;
  leaderAt = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
  return led ? PAGES[event.key] : undefined;
}

/** The keys of the search. While one writes, only Escape is heard, and what has a meaning of its own keeps it. */
export function onSearchKey(event: KeyboardEvent, root: ParentNode, view: ViewState): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
    return;
  }
  const target = event.composedPath()[0] as HTMLElement;
  const list = root.querySelector<EntryList>('fs-results, fs-tail');
  const dialogOpen = event.composedPath().some((node) => node instanceof HTMLDialogElement);
  if (dialogOpen) {
    return;
  }
  if (event.key === 'Escape') {
    escape(target, root, list);
    return;
  }
  if (WRITING.has(target.tagName)) {
    return;
  }
  const act = actionOf(event.key, target, root, view, list);
  if (act) {
    event.preventDefault();
    act();
  }
}

function escape(target: HTMLElement, root: ParentNode, list: EntryList | null): void {
  if (root.querySelector('fs-query-bar')?.closePopover()) {
    return;
  }
  if (WRITING.has(target.tagName)) {
    target.blur();
  } else {
    list?.closeOpen();
  }
}

function actionOf(key: string, target: HTMLElement, root: ParentNode, view: ViewState, list: EntryList | null): (() => void) | undefined {
  const ownArrows = target.getAttribute('role') === 'slider' || target.getAttribute('role') === 'menuitemradio';
  switch (key) {
    case '/':
      return () => root.querySelector('fs-query-bar')?.focusQuery();
    case 't':
      return () => root.querySelector('fs-query-bar')?.openTime();
    case 'l':
      return list ? () => emit(list, 'fs-change', { live: !view.live }) : undefined;
    case '?':
      return list ? () => emit(list, 'fs-help', undefined) : undefined;
    case 'j':
      return () => list?.move(1);
    case 'k':
      return () => list?.move(-1);
    case 'ArrowDown':
      return ownArrows ? undefined : () => list?.move(1);
    case 'ArrowUp':
      return ownArrows ? undefined : () => list?.move(-1);
    case 'Enter':
      return BUTTONS.has(target.tagName) || ownArrows ? undefined : () => list?.openSelected();
    case 'r':
      return list ? () => emit(list, 'fs-retry', undefined) : undefined;
    case 'n':
      return () => list?.toggleNeighbours();
    default:
      return undefined;
  }
}
