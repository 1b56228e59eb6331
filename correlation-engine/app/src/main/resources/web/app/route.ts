import type { IncidentFilter } from './api';
import { readUrl, type ViewState } from './state';

/** Where in the console one is. Like the search, all of it is in the URL and nowhere else. */
export type Route =
  /** No page named: the overview where clusters are known, else the search. */
  | { readonly page: 'start' }
  | { readonly page: 'search'; readonly view: ViewState }
  /** `at`: a past instant in ISO 8601, or empty for now. */
  | { readonly page: 'overview'; readonly at: string }
  | { readonly page: 'incidents'; readonly filter: IncidentFilter }
  | { readonly page: 'incident'; readonly id: string; readonly revision: number | undefined }
  | { readonly page: 'refused' }
  | { readonly page: 'notifications' }
  | { readonly page: 'accounts' }
  | { readonly page: 'senders' }
  /** `source` and `host` name the one whose gaps are shown; both empty for none. */
  | { readonly page: 'sources'; readonly source: string; readonly host: string };

export type Page = Route['page'];

export const ALL_INCIDENTS: IncidentFilter = { state: 'all', cluster: '', from: '', to: '' };
const SEARCH_PARAMETERS = ['q', 'is', 'not', 'from', 'to', 'order', 'entry', 'live'];

export function readRoute(search: string): Route {
  const params = new URLSearchParams(search);
  const incident = params.get('incident') ?? '';
  if (incident !== '' && incident.length <= 256) {
    const revision = Number(params.get('revision') ?? '');
    return { page: 'incident', id: incident, revision: Number.isInteger(revision) && revision > 0 ? revision : undefined };
  }
  switch (params.get('page')) {
    case 'overview': {
      const at = params.get('at') ?? '';
      return { page: 'overview', at: Number.isNaN(Date.parse(at)) ? '' : at };
    }
    case 'incidents': {
      const state = params.get('state');
      return {
        page: 'incidents',
        filter: {
          state: state === 'open' || state === 'closed' ? state : 'all',
          cluster: params.get('cluster') ?? '', from: params.get('from') ?? '', to: params.get('to') ?? '',
        },
      };
    }
    case 'refused':
      return { page: 'refused' };
    case 'notifications':
      return { page: 'notifications' };
    case 'accounts':
      return { page: 'accounts' };
    case 'sources':
      return { page: 'sources', source: params.get('source') ?? '', host: params.get('host') ?? '' };
    case 'senders':
      return { page: 'senders' };
    case 'sources':
      return { page: 'sources', source: params.get('source') ?? '', host: params.get('host') ?? '' };
    case 'search':
      return { page: 'search', view: readUrl(search) };
    default:
      return SEARCH_PARAMETERS.some((name) => params.has(name)) ? { page: 'search', view: readUrl(search) } : { page: 'start' };
  }
}

const query = (params: Record<string, string>): string =>
  `?${new URLSearchParams(Object.entries(params).filter(([, value]) => value !== '')).toString().replace(/%3A/g, ':')}`;

export const SEARCH_LINK = '?page=search';
export const REFUSED_LINK = '?page=refused';
export const NOTIFICATIONS_LINK = '?page=notifications';
export const ACCOUNTS_LINK = '?page=accounts';
export const SENDERS_LINK = '?page=senders';

export function sourcesLink(source = '', host = ''): string {
  return query({ page: 'sources', source, host });
}

export function searchLink(view: { query: string; from: string; to: string }): string {
  return query({ q: view.query, from: view.from, to: view.to });
}

export function overviewLink(at = ''): string {
  return query({ page: 'overview', at });
}

export function incidentsLink(filter: Partial<IncidentFilter> = {}): string {
  const { state, cluster, from, to } = { ...ALL_INCIDENTS, ...filter };
  return query({ page: 'incidents', state: state === 'all' ? '' : state, cluster, from, to });
}

export function incidentLink(id: string, revision?: number): string {
  return query({ incident: id, revision: revision === undefined ? '' : String(revision) });
}
