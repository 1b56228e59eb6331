import { emit } from '../events';
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

/** The keys of the page. While one writes, only Escape is heard, and what has a meaning of its own keeps it. */
export function onKey(event: KeyboardEvent, root: ParentNode, view: ViewState): void {
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
