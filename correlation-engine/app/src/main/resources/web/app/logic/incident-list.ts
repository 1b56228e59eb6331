import type { IncidentFilter } from '../api';
import type { IncidentItem } from '../model';
import { beganAt } from './durations';
import { millisOf, stampOf } from './format';

/** The list of incidents: what belongs into it, in which order, under which headings. Pure. */
export interface Group {
  readonly title: string;
  readonly open: boolean;
  readonly incidents: readonly IncidentItem[];
}

const STATES = ['down', 'degraded', 'restored', 'closed'];

export const isOpen = (incident: IncidentItem): boolean => incident.state !== 'closed';

export function matches(incident: IncidentItem, filter: IncidentFilter): boolean {
  const state = filter.state === 'all' || (filter.state === 'open') === isOpen(incident);
  return state && (filter.cluster === '' || incident.cluster === filter.cluster);
}

/** The list with an incident that is new or has changed; one that no longer belongs goes. */
export function merge(incidents: readonly IncidentItem[], changed: IncidentItem, filter: IncidentFilter): IncidentItem[] {
  const others = incidents.filter(({ id }) => id !== changed.id);
  return matches(changed, filter) ? [changed, ...others] : others;
}

/** Open ones first, worst first; then the others by the day on which they began, newest first. */
export function grouped(incidents: readonly IncidentItem[], nowMillis: number): Group[] {
  const began = (incident: IncidentItem): number => millisOf(beganAt(incident));
  const newest = [...incidents].sort((one, other) => began(other) - began(one));
  const open = newest.filter(isOpen).sort((one, other) => STATES.indexOf(one.state) - STATES.indexOf(other.state) || began(other) - began(one));
  const groups: Group[] = open.length > 0 ? [{ title: 'Open', open: true, incidents: open }] : [];
  const days = new Map<string, IncidentItem[]>();
  for (const incident of newest.filter((one) => !isOpen(one))) {
    const day = dayWords(beganAt(incident), nowMillis);
    days.set(day, [...(days.get(day) ?? []), incident]);
  }
  return [...groups, ...[...days].map(([title, closed]) => ({ title, open: false, incidents: closed }))];
}

export function dayWords(iso: string, nowMillis: number): string {
  const date = stampOf(iso).date;
  const day = (millis: number): string => stampOf(new Date(millis).toISOString()).date;
  return date === day(nowMillis) ? 'Today' : date === day(nowMillis - 86_400_000) ? 'Yesterday' : date;
}
