import type { Entry } from '../api';

/** An entry's fields in the order in which people ask for them. Pure. */
export interface FieldGroup {
  readonly title: string;
  /** Whether it holds what Failsight made of the entry, as opposed to what the sender said. */
  readonly own: boolean;
  readonly fields: readonly { readonly name: string; readonly value: string; readonly filterable: boolean }[];
}

const GROUPS: readonly [string, readonly string[]][] = [
  ['When', ['time', 'time_source', 'observed']],
  ['What', ['severity', 'severity_text', 'severityNumber', 'kind', 'signal', 'role', 'resource', 'event_id', 'msg_id', 'error_type', 'error_message']],
  ['Where', ['site', 'cluster', 'node', 'host', 'peer', 'layer', 'component', 'product', 'service', 'service_version', 'service_instance', 'environment', 'namespace', 'pod', 'container']],
  ['Process', ['program', 'pid', 'thread', 'logger', 'unit', 'user', 'client', 'port', 'facility', 'file']],
  ['Trace', ['trace_id', 'span_id', 'parent_span_id', 'span_name', 'span_kind', 'span_status', 'duration_nanos']],
];
const OWN = 'Failsight';
/** Shown apart from the table. */
const APART = new Set(['body', 'stack_trace', 'raw', 'attr', 'attr_rest']);
/** The index does not search these as they are shown. */
const NOT_FILTERABLE = new Set(['time', 'observed', 'severityNumber', 'checksum', 'id', 'error_message', 'raw', 'attr_rest']);

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

export function groupsOf(entry: Entry): FieldGroup[] {
  const present = Object.keys(entry).filter((name) => !APART.has(name) && entry[name] !== undefined && entry[name] !== null && entry[name] !== '');
  const grouped = new Set(GROUPS.flatMap(([, names]) => names));
  const groups: [string, readonly string[]][] = [...GROUPS, [OWN, present.filter((name) => !grouped.has(name))]];
  return groups.map(([title, names]) => ({
    title,
    own: title === OWN,
    fields: names.filter((name) => present.includes(name)).map((name) => ({ name, value: textOf(entry[name]), filterable: !NOT_FILTERABLE.has(name) })),
  })).filter(({ fields }) => fields.length > 0);
}

/** The sender's own attributes, one row for each value. */
export function attributesOf(entry: Entry): { name: string; value: string }[] {
  return Object.entries(entry.attr ?? {}).flatMap(([name, values]) => (Array.isArray(values) ? values : [values]).map((value) => ({ name, value: textOf(value) })));
}
