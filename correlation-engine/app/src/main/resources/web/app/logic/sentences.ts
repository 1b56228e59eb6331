import { stampOf } from './format';
import { visible } from './visible';

/** Sentences that the engine made, as a person reads them: instants in them become local times. Pure; never for lines of a log, which stay as they came. */
const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z/g;

export function sentence(text: string): string {
  return visible(text.replace(INSTANT, (iso) => {
    const { date, time } = stampOf(iso);
    return date === '' ? iso : `${date} ${time.slice(0, 8)}`;
  }));
}
