import type { Evidence, Incident } from '../model';
import { millisOf } from './format';
import { stepOf } from './timeline';

/** The evidence of an incident as a table. Pure. */
export interface EvidenceFilter {
  /** Only what proves an instant. */
  readonly tellingOnly: boolean;
  readonly node: string;
  readonly text: string;
}

export const ALL_EVIDENCE: EvidenceFilter = { tellingOnly: false, node: '', text: '' };

export function shownEvidence(evidence: readonly Evidence[], filter: EvidenceFilter): Evidence[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return evidence.filter((item) => (!filter.tellingOnly || stepOf(item) !== 'context') && (filter.node === '' || item.node === filter.node)
    && words.every((word) => [item.text, item.kind, item.component, item.resource, item.node].some((text) => text.toLowerCase().includes(word))));
}

/** How far from the fault a line is, in milliseconds; undefined where no fault is known. */
export function sinceFault(item: Evidence, incident: Incident): number | undefined {
  const fault = incident.instants.fault;
  return fault ? millisOf(item.time) - millisOf(fault.time) : undefined;
}

/** The entry that a signal came from: further signals of one entry carry `#n`. */
export const entryId = (evidenceId: string): string => evidenceId.replace(/#\d+$/, '');

/** The span that all lines of an incident lie in by the clocks of their sources, which is how they are stored. */
export function storedSpan(incident: Incident): { from: number; to: number } | undefined {
  const times = incident.evidence.map(({ storedTime }) => millisOf(storedTime)).filter((time) => !Number.isNaN(time)).sort((one, other) => one - other);
  return times.length === 0 ? undefined : { from: times[0], to: times[times.length - 1] };
}
