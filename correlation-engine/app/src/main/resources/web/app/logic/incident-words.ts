/** Words of the engine's vocabulary for people. Pure; a word that is not known is shown as it came. */
const KINDS: Record<string, string> = {
  component: 'Component failed',
  node: 'Node failed',
  site: 'Site failed',
  'planned-switch': 'Planned switch',
  'rolling-update': 'Rolling update',
  partition: 'Network partition',
  'split-brain': 'Split brain',
  flapping: 'Flapping',
  failed: 'Failover failed',
};

/** What each kind means, in a sentence. */
export const KIND_MEANING: Record<string, string> = {
  component: 'A process, service or check failed and was regained on the spot, or the node waits for it.',
  node: 'A node failed and another took over, or still could.',
  site: 'All nodes of a site failed together.',
  'planned-switch': 'People moved or stopped the service.',
  'rolling-update': 'Parts were replaced one by one on purpose.',
  partition: 'Nodes do not hear each other, but both live.',
  'split-brain': 'More than one node served at a time.',
  flapping: 'The service went to and fro.',
  failed: 'Nobody took over: the service is down.',
};

const STATES: Record<string, string> = { down: 'Service down', degraded: 'Degraded', restored: 'Restored', closed: 'Closed' };
export const STATE_MEANING: Record<string, string> = {
  down: 'The service is interrupted.',
  degraded: 'The service is back, redundancy is not.',
  restored: 'Service and redundancy are back; late entries may still change what is said here.',
  closed: 'It is over. Should even later entries change it, a revision says so.',
};

const REDUNDANCY: Record<string, string> = {
  'in-sync': 'In sync', syncing: 'Syncing', 'out-of-sync': 'Out of sync', lost: 'No redundancy', unknown: 'Redundancy not known',
};

const INSTANT_WORDS: Record<string, string> = {
  lastGood: 'Last good', fault: 'Fault', detected: 'Detected', decided: 'Decided', restored: 'Service back', redundant: 'Redundant',
};
export const INSTANT_MEANING: Record<string, string> = {
  lastGood: 'last proof that the service worked before',
  fault: 'when it broke',
  detected: 'when the product noticed',
  decided: 'when the product decided who serves',
  restored: 'when clients could be served again',
  redundant: 'when a further failure could be borne again',
};
const STEP_OF_INSTANT: Record<string, string> = { lastGood: 'last-good' };

const LAYERS: Record<string, string> = {
  hardware: 'Hardware', os: 'Operating system', network: 'Network', kubernetes: 'Kubernetes', database: 'Database', middleware: 'Failover software', backbone: 'Backbone',
  recording: 'Recording', application: 'Application',
};
export const LAYER_ORDER = Object.keys(LAYERS);

const known = (words: Record<string, string>, id: string): string => (Object.hasOwn(words, id) ? words[id] : plain(id));

/** `heartbeat-lost` as `heartbeat lost`. */
export function plain(id: string): string {
  return id.replace(/[-_]/g, ' ');
}

export const kindWords = (id: string): string => known(KINDS, id) || 'Incident';
export const stateWords = (id: string): string => known(STATES, id) || 'Not known';
export const redundancyWords = (id: string): string => known(REDUNDANCY, id);
export const instantWords = (name: string): string => known(INSTANT_WORDS, name);
export const stepOfInstant = (name: string): string => STEP_OF_INSTANT[name] ?? name;
export const stepWords = (step: string): string => (step === 'last-good' ? 'last good' : step === 'restored' ? 'service back' : step === 'redundant' ? 'redundant again' : plain(step));
export const layerWords = (id: string): string => (id === '' ? 'Other' : known(LAYERS, id));

/** Role of a node: the product's own word where there is one. */
export function roleWords(node: { readonly role: string; readonly productRole: string }): string {
  return node.productRole || node.role.toUpperCase();
}

/** What the role means, for whoever does not know the product's words. */
export const ROLE_MEANING: Record<string, string> = {
  primary: 'serves, and a partner follows',
  secondary: 'follows and could take over',
  alone: 'serves without a partner',
  waiting: 'runs but may not serve',
  stopped: 'stopped',
  unknown: 'role not known',
};

export const KINDS_OF_INCIDENTS = Object.keys(KINDS);
