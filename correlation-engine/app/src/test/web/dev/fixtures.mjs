// Answers of the engine, as its API describes them, for the console without an engine. The lines are made up after the forms that the
// products document; hosts and addresses are examples.
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const iso = (millis) => new Date(Math.round(millis)).toISOString();

let seed = 20261120;
const random = () => (seed = (seed * 1664525 + 1013904223) >>> 0) / 2 ** 32;
let nextId = 1;
const entryId = () => `AZqk0pZzWT4${String(nextId++).padStart(5, '0')}`;

/** Collects the lines of one incident; times in milliseconds, `offset` is how far the node's clock is ahead. */
class Lines {
  constructor() {
    this.items = [];
  }
  add(time, node, text, more = {}) {
    const { kind = 'role-changed', step = 'context', layer = 'middleware', component = 'heart', resource = '', offset = node === 'vms-b' ? 1840 : 20, uncertainty = 12, source } = more;
    const id = entryId();
    this.items.push({
      id, kind, step, time: iso(time), storedTime: iso(time + offset), observed: iso(time + 40 + random() * 60), uncertaintyMillis: uncertainty, clockOffsetMillis: offset,
      node, layer, component, resource, source: source ?? `syslog-tcp:${node}`, text, sha256: [...id].map((c) => c.charCodeAt(0).toString(16)).join('').padEnd(64, '0').slice(0, 64),
    });
    return id;
  }
  sorted() {
    return [...this.items].sort((one, other) => one.time.localeCompare(other.time));
  }
}

const moment = (time, uncertaintyMillis, evidence, inferred = false) => ({ time: iso(time), uncertaintyMillis, inferred, evidence: [].concat(evidence) });
const NO_INSTANTS = { lastGood: null, fault: null, detected: null, decided: null, restored: null, redundant: null };
const between = (one, other) => (one && other ? Date.parse(other.time) - Date.parse(one.time) : null);
const durations = ({ fault, detected, restored, redundant }) => ({
  detectionMillis: between(fault, detected), takeoverMillis: between(detected, restored), withoutServiceMillis: between(fault, restored), withoutRedundancyMillis: between(fault, redundant),
});

function incident(base) {
  const gapMoment = (time) => (time ? { time, uncertaintyMillis: 20, inferred: false, evidence: [] } : null);
  const instants = { ...NO_INSTANTS, ...base.instants };
  return {
    revision: 1, provisional: false, planned: false, site: '', failedNodes: [], servingNode: '', product: 'safekit', nextStep: '', acknowledged: null, handedTo: null,
    causes: [], gaps: [], evidence: [], evidenceDropped: 0, notes: [], revisions: [{ revision: 1, at: base.opened, what: ['opened'] }], audit: [], notifications: [],
    ...base, instants, durations: durations(instants), gaps: (base.gaps ?? []).map((gap) => ({ ...gap, from: gapMoment(gap.from), to: gapMoment(gap.to), evidence: [] })),
  };
}

/** A node's power fails; its partner takes over after the heartbeat's time limit; the node comes back after a while. */
function crash(at, { id = 'inc-crash', back = 9 * MINUTE, state = 'closed' } = {}) {
  const lines = new Lines();
  const good = lines.add(at - 4.2 * SECOND, 'vms-a', 'Health check of http://vms-a/ok answered 200 in 14 ms', { kind: 'checker-up', step: 'last-good', layer: 'application', component: 'management', resource: 'http.management', offset: 20 });
  const link = lines.add(at + 0.35 * SECOND, 'switch-n1', '%LINK-3-UPDOWN: Interface GigabitEthernet1/0/7, changed state to down', { kind: 'component-down', step: 'fault', layer: 'network', component: 'switch', resource: 'Gi1/0/7', offset: -230, uncertainty: 180 });
  const heart = lines.add(at + 30.4 * SECOND, 'vms-b', 'mirror | heart | Resource heartbeat.default set to down by heart', { kind: 'heartbeat-lost', step: 'detected', resource: 'heartbeat.default', uncertainty: 210 });
  const heart2 = lines.add(at + 30.43 * SECOND, 'vms-b', 'mirror | heart | Resource heartbeat.flow set to down by heart', { kind: 'heartbeat-lost', step: 'detected', resource: 'heartbeat.flow', uncertainty: 210 });
  const unknown = lines.add(at + 30.5 * SECOND, 'vms-b', 'mirror | heart | Remote state UNKNOWN Unknown', { kind: 'node-down', step: 'detected', uncertainty: 210 });
  const alone = lines.add(at + 30.52 * SECOND, 'vms-b', 'mirror | heartplug | Action alone called by heart: no heartbeat', { kind: 'failover-decided', step: 'decided', component: 'heartplug', uncertainty: 210 });
  lines.add(at + 30.6 * SECOND, 'vms-b', 'mirror | userplug | Script start_prim > userlog_start_prim.ulog', { kind: 'component-up', component: 'userplug', uncertainty: 210 });
  const address = lines.add(at + 31.4 * SECOND, 'vms-b', 'mirror | vip | Virtual IP 192.0.2.10 set on interface eth0', { kind: 'address-moved', step: 'context', layer: 'network', component: 'vip', resource: '192.0.2.10', uncertainty: 210 });
  for (const [n, service] of ['W3SVC', 'MSSQLServer', 'Milestone XProtect Management Server', 'Milestone XProtect Log Server', 'MilestoneEventServerService'].entries()) {
    lines.add(at + (32.1 + n * 1.9) * SECOND, 'vms-b', `Service ${service} entered the running state.`, { kind: 'component-up', layer: n === 1 ? 'database' : 'application', component: n === 1 ? 'sql-server' : 'services', resource: service, uncertainty: 210 });
  }
  const ready = lines.add(at + 43.7 * SECOND, 'vms-b', 'mirror | heart | Local state ALONE Ready', { kind: 'role-changed', step: 'restored', uncertainty: 210 });
  lines.add(at + 44.6 * SECOND, 'vms-b', 'Health check of http://vms-b/ok answered 200 in 31 ms', { kind: 'checker-up', layer: 'application', component: 'management', resource: 'http.management', uncertainty: 210 });
  const instants = {
    lastGood: moment(at - 4.2 * SECOND, 12, good), fault: moment(at, 1400, [link, heart], true), detected: moment(at + 30.4 * SECOND, 210, [heart, heart2, unknown]),
    decided: moment(at + 30.52 * SECOND, 210, alone), restored: moment(at + 43.7 * SECOND, 210, [ready, address]),
  };
  if (back) {
    lines.add(at + back - 62 * SECOND, 'vms-a', 'kernel: Linux version 6.1.0-18-amd64 (debian-kernel@lists.debian.org)', { kind: 'system-started', layer: 'os', component: 'kernel' });
    lines.add(at + back - 21 * SECOND, 'vms-a', 'mirror | boot | Action start called at boot time', { kind: 'role-changed', component: 'boot' });
    lines.add(at + back - 9 * SECOND, 'vms-a', 'mirror | reintegre | Updating directory tree from vms-b', { kind: 'replication-started', component: 'reintegre' });
    const sync = lines.add(at + back, 'vms-a', 'mirror | reintegre | Reintegration ended (synchronize)', { kind: 'replication-in-sync', step: 'redundant', component: 'reintegre' });
    lines.add(at + back + 0.8 * SECOND, 'vms-a', 'mirror | heart | Local state SECOND Ready', { kind: 'role-changed', step: 'redundant' });
    instants.redundant = moment(at + back, 12, sync);
  }
  const evidence = lines.sorted();
  return incident({
    id, revision: 3, kind: 'node', state, provisional: state === 'restored', cluster: 'vms', site: 'north', failedNodes: ['vms-a'], servingNode: 'vms-b', opened: iso(at + 30.4 * SECOND),
    summary: 'vms-a stopped answering; vms-b noticed after 30 s without heartbeat and served again 43.7 s after the fault.',
    nextStep: back ? 'Nothing to do now: vms-a is back as SECOND and in sync. Find out why it lost power.' : 'Bring vms-a back: check its power and its link to switch-n1 (Gi1/0/7), then start the module with: safekit start -m mirror. Until then a second failure stops the service.',
    instants, evidence,
    causes: [
      { id: 'node-lost', sentence: 'Node vms-a was gone as a whole: both heartbeats and its switch port fell silent within half a second, and nothing announced it.', weight: 0.82, evidence: [link, heart, heart2, unknown] },
      { id: 'interface-down', sentence: 'Only the network interface of vms-a failed: the switch reported its port down first.', weight: 0.13, evidence: [link] },
      { id: 'process-down', sentence: 'The failover module on vms-a died while the node lived.', weight: 0.03, evidence: [heart] },
    ],
    gaps: [
      { what: 'service', subject: 'vms', from: iso(at), to: iso(at + 43.7 * SECOND), sentence: 'Nobody served 192.0.2.10; clients had to reconnect.' },
      { what: 'redundancy', subject: 'vms', from: iso(at), to: back ? iso(at + back) : null, sentence: 'A second failure would have stopped the service for good.' },
      { what: 'evidence', subject: 'vms-a', from: iso(at - 4.2 * SECOND), to: back ? iso(at + back - 62 * SECOND) : null, sentence: 'Nothing came in from vms-a itself.' },
    ],
    notes: [{ by: 'meier', at: iso(at + 5 * MINUTE), text: 'Called the site: the breaker of rack 4 had tripped.\nPower is back, node boots.' }],
    acknowledged: back ? { by: 'meier', at: iso(at + 2.5 * MINUTE) } : null,
    revisions: [
      { revision: 1, at: iso(at + 31 * SECOND), what: ['opened: vms-a is gone, vms-b takes over'] },
      { revision: 2, at: iso(at + 45 * SECOND), what: ['service is back on vms-b', 'state down became degraded'] },
      { revision: 3, at: iso(at + 75 * SECOND), what: ['a late line of switch-n1 moved the fault 0.3 s earlier', 'cause interface-down is new'] },
    ],
    notifications: [
      { receiver: 'operators', reason: 'opened', state: 'sent', at: iso(at + 33 * SECOND), error: '' },
      { receiver: 'control-room', reason: 'opened', state: 'failed', at: iso(at + 34 * SECOND), error: 'connection refused by 192.0.2.77:162' },
      { receiver: 'night-shift', reason: 'opened', state: 'suppressed', at: iso(at + 33 * SECOND), error: '' },
    ],
    audit: back ? [{ at: iso(at + 2.5 * MINUTE), by: 'meier', action: 'acknowledge', text: '' }, { at: iso(at + 5 * MINUTE), by: 'meier', action: 'note', text: 'Called the site: the breaker of rack 4 had tripped.' }] : [],
  });
}

/** Nobody takes over: the partner was not up to date. */
function failed(at) {
  const lines = new Lines();
  const good = lines.add(at - 1 * SECOND, 'rec-1', 'archive writer: 64 streams, 0 late', { kind: 'component-up', step: 'last-good', layer: 'recording', component: 'archive', offset: 3 });
  const fault = lines.add(at, 'rec-1', 'kernel: EXT4-fs error (device sdb1): ext4_journal_check_start:83: Detected aborted journal', { kind: 'component-down', step: 'fault', layer: 'os', component: 'kernel', resource: 'sdb1', offset: 3 });
  const process = lines.add(at + 2.3 * SECOND, 'rec-1', 'recorders | errd | Process recorder.exe not running', { kind: 'component-down', step: 'detected', component: 'errd', resource: 'recorder.exe', offset: 3 });
  lines.add(at + 2.5 * SECOND, 'rec-1', 'recorders | errd | Action stopstart called by errd', { kind: 'failover-decided', step: 'decided', component: 'errd', offset: 3 });
  for (let n = 0; n < 3; n++) {
    lines.add(at + (14 + n * 13) * SECOND, 'rec-1', 'recorders | errd | Process recorder.exe not running', { kind: 'component-down', component: 'errd', resource: 'recorder.exe', offset: 3 });
  }
  const gaveUp = lines.add(at + 41.2 * SECOND, 'rec-1', 'recorders | maxloop | Action stop called by maxloop', { kind: 'gave-up', step: 'decided', component: 'maxloop', offset: 3 });
  lines.add(at + 42 * SECOND, 'rec-1', 'recorders | heart | Local state STOP NotReady', { kind: 'role-changed', offset: 3 });
  const wait = lines.add(at + 42.4 * SECOND, 'rec-2', 'recorders | heart | Action wait from failover rule notuptodate_server', { kind: 'failover-decided', offset: -410, uncertainty: 90 });
  lines.add(at + 42.5 * SECOND, 'rec-2', '<img src=x onerror="document.title=1"> recorders | heart | Local state WAIT NotReady', { kind: 'role-changed', offset: -410, uncertainty: 90 });
  return incident({
    id: 'inc-open', revision: 2, kind: 'failed', state: 'down', cluster: 'recorders', site: 'north', failedNodes: ['rec-1'], servingNode: '', opened: iso(at + 2.3 * SECOND), provisional: true,
    summary: 'rec-1 lost its disk and gave up after four restarts; rec-2 may not take over because its copy is not up to date. Nobody serves.',
    nextStep: 'Decide: repair the disk sdb1 of rec-1 and start it there, or lose what rec-2 does not have and force it with: safekit prim -m recorders on rec-2.',
    instants: { lastGood: moment(at - 1 * SECOND, 5, good), fault: moment(at, 5, fault), detected: moment(at + 2.3 * SECOND, 5, process), decided: moment(at + 41.2 * SECOND, 5, gaveUp) },
    causes: [
      { id: 'process-down', sentence: 'The journal of disk sdb1 on rec-1 was aborted, and recorder.exe died with it each time.', weight: 0.9, evidence: [fault, process] },
      { id: 'gave-up', sentence: 'The product stopped trying after four restarts, and rec-2 was not up to date.', weight: 0.08, evidence: [gaveUp, wait] },
    ],
    gaps: [{ what: 'recordings', subject: '64 cameras of rec-1', from: iso(at), to: null, sentence: 'Nothing is recorded.' }, { what: 'service', subject: 'recorders', from: iso(at), to: null, sentence: 'Nobody serves.' }],
    evidence: lines.sorted(), notifications: [{ receiver: 'operators', reason: 'opened', state: 'sent', at: iso(at + 4 * SECOND), error: '' }, { receiver: 'control-room', reason: 'escalated', state: 'waiting', at: iso(at + 60 * SECOND), error: '' }],
  });
}

function splitBrain(at, open) {
  const lines = new Lines();
  const lost = [];
  for (const [node, other, offset] of [['db-1', 'db-2', 700], ['db-2', 'db-1', -5200]]) {
    lost.push(lines.add(at + 30 * SECOND, node, 'pair | heart | Resource heartbeat.default set to down by heart', { kind: 'heartbeat-lost', step: 'detected', resource: 'heartbeat.default', offset, uncertainty: 400 }));
    lines.add(at + 30.2 * SECOND, node, 'pair | heart | Remote state UNKNOWN Unknown', { kind: 'node-down', offset, uncertainty: 400, resource: other });
    if (node === 'db-2') {
      lines.add(at + 30.4 * SECOND, node, 'pair | heartplug | Action alone called by heart: no heartbeat', { kind: 'failover-decided', step: 'decided', component: 'heartplug', offset, uncertainty: 400 });
      lost.push(lines.add(at + 36 * SECOND, node, 'pair | heart | Local state ALONE Ready', { kind: 'role-changed', step: 'fault', offset, uncertainty: 400 }));
    } else {
      lost.push(lines.add(at + 30.9 * SECOND, node, 'pair | heart | Local state ALONE Ready', { kind: 'role-changed', offset, uncertainty: 400 }));
    }
  }
  const net = lines.add(at + 0.1 * SECOND, 'switch-s2', 'Module 2 power supply failed', { kind: 'component-down', step: 'fault', layer: 'network', component: 'switch', offset: 0, uncertainty: 900 });
  const instants = { fault: moment(at + 36 * SECOND, 400, lost[1]), detected: moment(at + 30 * SECOND, 400, lost), decided: moment(at + 30.4 * SECOND, 400, lost[0]) };
  if (!open) {
    const end = lines.add(at + 190 * SECOND, 'db-2', 'pair | heart | Split brain recovery: exiting alone', { kind: 'split-brain-resolved', step: 'restored', offset: -5200, uncertainty: 400 });
    lines.add(at + 190.3 * SECOND, 'db-1', 'pair | heart | Split brain recovery: staying alone', { kind: 'split-brain-resolved', step: 'restored', offset: 700, uncertainty: 400 });
    instants.restored = moment(at + 190 * SECOND, 400, end);
  }
  return incident({
    id: open ? 'inc-split' : 'inc-split-old', kind: 'split-brain', state: open ? 'degraded' : 'closed', cluster: 'pair', site: '', failedNodes: [], servingNode: 'db-1', opened: iso(at + 30 * SECOND),
    summary: 'db-1 and db-2 lost sight of each other and both serve: what is written on one is not on the other.',
    nextStep: 'Stop the node whose data may be lost (ask the application), mend the link between the sites, then start it again: it takes the other one’s data.',
    instants, causes: [{ id: 'network-split', sentence: 'The link between the sites was gone: switch-s2 lost a power supply just before, and both nodes lived.', weight: 0.74, evidence: [net, ...lost] }, { id: 'node-lost', sentence: 'One node hung for a while.', weight: 0.1, evidence: lost.slice(0, 1) }],
    gaps: [{ what: 'redundancy', subject: 'pair', from: iso(at + 30 * SECOND), to: null, sentence: 'The two copies grow apart.' }], evidence: lines.sorted(),
  });
}

function flapping(at) {
  const lines = new Lines();
  const ids = [];
  for (let n = 0; n < 124; n++) {
    const t = at + n * 41 * SECOND + random() * 9 * SECOND;
    const node = n % 2 ? 'fw-1' : 'fw-2';
    const other = n % 2 ? 'fw-2' : 'fw-1';
    ids.push(lines.add(t, node, '(VI_1) Master received advert from 192.0.2.4 with higher priority 150, ours 100', { kind: 'role-changed', component: 'keepalived', layer: 'network', offset: n % 2 ? 12 : -3, step: n === 0 ? 'fault' : 'context' }));
    lines.add(t + 0.02 * SECOND, node, '(VI_1) Entering BACKUP STATE', { kind: 'role-changed', component: 'keepalived', layer: 'network', offset: n % 2 ? 12 : -3 });
    lines.add(t + 0.4 * SECOND, other, 'Script `chk_haproxy` now returning 1', { kind: 'checker-down', component: 'chk_haproxy', layer: 'application', resource: 'chk_haproxy', offset: n % 2 ? -3 : 12, step: n === 1 ? 'detected' : 'context' });
    lines.add(t + 3.1 * SECOND, other, '(VI_1) Entering MASTER STATE', { kind: 'role-changed', component: 'keepalived', layer: 'network', offset: n % 2 ? -3 : 12, step: n === 123 ? 'restored' : 'context' });
  }
  const evidence = lines.sorted();
  return incident({
    id: 'inc-flap', kind: 'flapping', state: 'closed', cluster: 'gateway', product: 'keepalived', site: 'south', failedNodes: ['fw-1', 'fw-2'], servingNode: 'fw-1', opened: iso(at + 90 * SECOND),
    summary: 'The address 192.0.2.4 went to and fro between fw-1 and fw-2 124 times within 85 min: the check chk_haproxy failed on whichever node had it.',
    nextStep: 'Look at haproxy’s own log on both nodes; lengthen fall/rise of chk_haproxy if it answers slowly under load.',
    instants: { fault: moment(Date.parse(evidence[0].time), 12, ids[0]), detected: moment(Date.parse(evidence[3].time), 12, ids[0]), restored: moment(Date.parse(evidence[evidence.length - 1].time), 12, ids[123]), redundant: moment(Date.parse(evidence[evidence.length - 1].time) + 5000, 2500, ids[123], true) },
    causes: [{ id: 'checker-down', sentence: 'chk_haproxy failed within seconds after each move, on both nodes alike.', weight: 0.88, evidence: ids }],
    gaps: [], evidence, evidenceDropped: 380, acknowledged: { by: 'admin', at: iso(at + 40 * MINUTE) },
  });
}

function planned(at, cluster, node, other, n) {
  const lines = new Lines();
  const stop = lines.add(at, node, `mirror | safekit | Action stop called by admin@192.0.2.50`, { kind: 'planned-started', step: 'fault', component: 'safekit' });
  const up = lines.add(at + 6.2 * SECOND, other, 'mirror | heart | Local state ALONE Ready', { kind: 'role-changed', step: 'restored' });
  const back = lines.add(at + 25 * MINUTE, node, 'mirror | heart | Local state SECOND Ready', { kind: 'role-changed', step: 'redundant' });
  return incident({
    id: `inc-planned-${n}`, kind: 'planned-switch', state: 'closed', planned: true, cluster, failedNodes: [node], servingNode: other, opened: iso(at),
    summary: `admin stopped ${node}; ${other} served 6.2 s later, and ${node} was back after 25 min.`, instants: { fault: moment(at, 5, stop), detected: moment(at, 5, stop), decided: moment(at + 0.2 * SECOND, 5, stop), restored: moment(at + 6.2 * SECOND, 5, up), redundant: moment(at + 25 * MINUTE, 5, back) },
    causes: [{ id: 'planned-stop', sentence: `admin@192.0.2.50 asked to stop ${node}.`, weight: 1, evidence: [stop] }], evidence: lines.sorted(), acknowledged: { by: 'admin', at: iso(at) },
  });
}

export function incidentsOf(now) {
  seed = 20261120;
  nextId = 1;
  return [
    failed(now - 3 * MINUTE - 12 * SECOND), splitBrain(now - 26 * MINUTE, true), crash(now - 71 * MINUTE, { id: 'inc-degraded', back: 0, state: 'degraded' }),
    crash(now - 5 * HOUR), planned(now - 9 * HOUR, 'backbone', 'bb-1', 'bb-2', 1), flapping(now - DAY - 3 * HOUR), splitBrain(now - 2 * DAY, false),
    ...Array.from({ length: 24 }, (_, n) => planned(now - (3 + n) * DAY, n % 3 ? 'backbone' : 'vms', n % 2 ? 'bb-1' : 'vms-a', n % 2 ? 'bb-2' : 'vms-b', n + 2)),
  ];
}

export function itemOf({ causes, gaps, evidence, evidenceDropped, notes, revisions, audit, notifications, ...item }) {
  return { ...item, notes: notes.length };
}

const resource = (name, type, up, since) => ({ name, type, up, since: iso(since) });
const node = (now, name, site, role, productRole, more = {}) => ({
  name, site, role, productRole, state: 'ready', since: iso(now - 3 * DAY), seen: iso(now - 4 * SECOND), silent: false, clockOffsetMillis: 20, clockUncertaintyMillis: 12,
  resources: [resource('heartbeat.default', 'heartbeat', true, now - 3 * DAY), resource('rfs.uptodate', 'replication', true, now - 3 * DAY), resource('tcp.management', 'checker', true, now - 3 * DAY), resource('192.0.2.10', 'address', true, now - 3 * DAY)], ...more,
});

export function clustersOf(now, calm = false) {
  const ok = { verdict: 'yes', reasons: ['The partner is in sync since 3 days.', 'Last proven failover: 5 h ago, 43.7 s.', 'Boot start is on, licence valid, clocks within 0.1 s.'] };
  const good = (name, product, nodes) => ({ name, product, redundancy: 'in-sync', readiness: ok, asOf: iso(now - 4 * SECOND), openIncidents: [], nodes });
  const calmOnes = [
    good('backbone', 'backbone', [node(now, 'bb-1', 'north', 'primary', 'PRIM'), node(now, 'bb-2', 'south', 'secondary', 'SECOND'), node(now, 'bb-w', 'witness', 'secondary', 'WITNESS', { resources: [] })]),
    good('gateway', 'keepalived', [node(now, 'fw-1', 'north', 'primary', 'MASTER', { state: '' }), node(now, 'fw-2', 'south', 'secondary', 'BACKUP', { state: '', clockOffsetMillis: -340, clockUncertaintyMillis: 55 })]),
  ];
  if (calm) {
    return [...calmOnes, good('vms', 'safekit', [node(now, 'vms-a', 'north', 'primary', 'PRIM'), node(now, 'vms-b', 'south', 'secondary', 'SECOND')])];
  }
  return [
    ...calmOnes,
    { ...good('archive', 'safekit', [node(now, 'arc-1', 'north', 'primary', 'PRIM'), node(now, 'arc-2', 'south', 'secondary', 'SECOND', { clockOffsetMillis: 6300, clockUncertaintyMillis: 40 })]),
      readiness: { verdict: 'no', reasons: ['The clocks of arc-1 and arc-2 are 6.3 s apart; SafeKit refuses to synchronise beyond 5 s.', 'The demo licence of arc-2 ends in 2 days.'] } },
    { name: 'vms', product: 'safekit', redundancy: 'lost', asOf: iso(now - 9 * SECOND), openIncidents: ['inc-degraded'],
      readiness: { verdict: 'no', reasons: ['vms-b serves alone: there is no partner to take over.', 'vms-a is silent since 71 min.'] },
      nodes: [
        node(now, 'vms-a', 'north', 'unknown', '', { state: '', since: iso(now - 71 * MINUTE), seen: iso(now - 71 * MINUTE), silent: true, resources: [resource('heartbeat.default', 'heartbeat', false, now - 71 * MINUTE)] }),
        node(now, 'vms-b', 'south', 'alone', 'ALONE', { since: iso(now - 70 * MINUTE), clockOffsetMillis: 1840, clockUncertaintyMillis: 210, resources: [resource('heartbeat.default', 'heartbeat', false, now - 71 * MINUTE), resource('heartbeat.flow', 'heartbeat', false, now - 71 * MINUTE), resource('rfs.uptodate', 'replication', true, now - DAY), resource('192.0.2.10', 'address', true, now - 70 * MINUTE)] }),
      ] },
    { name: 'recorders', product: 'safekit', redundancy: 'out-of-sync', asOf: iso(now - 11 * SECOND), openIncidents: ['inc-open'],
      readiness: { verdict: 'no', reasons: ['No node serves.', 'rec-2 is not up to date and must not take over.', 'rec-1 gave up after four restarts.', 'Boot start is off on rec-2.'] },
      nodes: [
        node(now, 'rec-1', 'north', 'stopped', 'STOP', { state: 'not-ready', since: iso(now - 150 * SECOND), resources: [resource('proc.recorder', 'component', false, now - 190 * SECOND), resource('sdb1', 'component', false, now - 192 * SECOND), resource('heartbeat.default', 'heartbeat', true, now - DAY)] }),
        node(now, 'rec-2', 'south', 'waiting', 'WAIT', { state: 'not-ready', since: iso(now - 150 * SECOND), clockOffsetMillis: -410, clockUncertaintyMillis: 90, resources: [resource('rfs.uptodate', 'replication', false, now - 8 * HOUR), resource('heartbeat.default', 'heartbeat', true, now - DAY)] }),
      ] },
    { name: 'pair', product: 'safekit', redundancy: 'out-of-sync', asOf: iso(now - 3 * SECOND), openIncidents: ['inc-split'], readiness: { verdict: 'no', reasons: ['Both nodes serve and do not hear each other.'] },
      nodes: [node(now, 'db-1', 'north', 'alone', 'ALONE', { since: iso(now - 26 * MINUTE), clockOffsetMillis: 700, clockUncertaintyMillis: 400 }), node(now, 'db-2', 'south', 'alone', 'ALONE', { since: iso(now - 25 * MINUTE), clockOffsetMillis: -5200, clockUncertaintyMillis: 400 })] },
    { name: 'web-farm', product: '', redundancy: 'unknown', asOf: iso(now - HOUR), openIncidents: [], readiness: { verdict: 'unknown', reasons: [] },
      nodes: [node(now, 'web-1.internal.example', '', 'unknown', '', { state: '', clockOffsetMillis: null, clockUncertaintyMillis: null, resources: [] })] },
  ];
}

export const SITES = ['north', 'south', 'witness'];

export function receiversOf(now) {
  return [
    { name: 'operators', type: 'email', target: 'operators@example', lastSent: iso(now - 3 * MINUTE), lastError: null, proof: { at: iso(now - 6 * HOUR), ok: true } },
    { name: 'control-room', type: 'snmp', target: '192.0.2.77:162', lastSent: iso(now - DAY), lastError: 'connection refused by 192.0.2.77:162; trying again in 4 min', proof: { at: iso(now - 6 * HOUR), ok: false } },
    { name: 'ticket-system', type: 'webhook', target: 'https://tickets.example/hook', lastSent: null, lastError: null, proof: null },
  ];
}

export function silencesOf(now) {
  return [
    { id: 's-1', cluster: 'backbone', kinds: ['planned-switch', 'rolling-update'], from: iso(now - HOUR), to: iso(now + 2 * HOUR), reason: 'Rolling update to 4.2, ticket 4711', by: 'admin', maintenance: true },
    { id: 's-2', cluster: '*', kinds: ['flapping'], from: iso(now - 2 * DAY), to: iso(now - DAY), reason: 'Known, haproxy is being replaced', by: 'meier', maintenance: false },
  ];
}

const sourceOf = (now, over) => ({
  source: 'syslog/192.0.2.7', host: 'vms-a', receiver: 'syslog', site: 'north', node: 'vms-a', peer: '192.0.2.7', firstSeen: iso(now - 90_000_000), lastSeen: iso(now - 800),
  entries: 1_204_311, bytes: 251_000_000, refused: 0, perSecond: 12.5, quietSeconds: 0.8, allowedSeconds: 900, usualSeconds: null, declared: true, silent: false,
  clockOffsetSeconds: 0.02, clockUncertaintySeconds: 0.11, counting: 'syslog', missing: 0, gaps: 0, ...over,
});

/** Sources of every kind: numbered and not, silent, apart, hostile. */
export function sourcesOf(now) {
  return [
    sourceOf(now, { missing: 14, gaps: 2 }),
    sourceOf(now, { source: 'syslog/192.0.2.8', host: 'vms-b', node: 'vms-b', site: 'south', peer: '192.0.2.8', clockOffsetSeconds: -7.4, clockUncertaintySeconds: 0.15 }),
    sourceOf(now, { source: 'syslog/192.0.2.9', host: 'relay-door-controller-with-a-rather-long-name.site.example', node: '', site: '', peer: '192.0.2.9', declared: false, silent: true, quietSeconds: 342, lastSeen: iso(now - 342_000), allowedSeconds: 42, usualSeconds: 10, counting: null, perSecond: 0.0004, clockOffsetSeconds: null, clockUncertaintySeconds: null }),
    sourceOf(now, { source: 'lumberjack/192.0.2.31', host: 'WIN-RECORDER1', receiver: 'lumberjack', node: '', site: '', counting: 'windows', perSecond: 0.9, allowedSeconds: null, declared: false, refused: 12 }),
    sourceOf(now, { source: 'file/var/log/nginx/access.log', host: 'appliance', receiver: 'file', node: '', site: '', peer: '', counting: null, perSecond: 0.02, allowedSeconds: null, declared: false }),
    sourceOf(now, { source: 'otlp/192.0.2.40', host: '<img src=x onerror=alert(1)>', receiver: 'otlp', node: '', site: '', counting: null, perSecond: 1840, allowedSeconds: null, declared: false }),
  ];
}

export const lossesOf = (now) => [{ where: 'file/var/log/nginx/access.log', records: 0, bytes: 48_211, after: iso(now - 7_200_000), before: iso(now - 7_190_000), sources: [], reason: 'the file was emptied before all of it was read, and there is no copy' }];

export function sourceDetailOf(now, source, host) {
  const found = sourcesOf(now).find((one) => one.source === source && one.host === host);
  const series = { name: '', how: 'syslog', last: 1_204_325, believed: true, missing: 14, late: 3, duplicates: 2, restarts: 1, wraps: 0 };
  return found && {
    source: found, at: iso(now),
    series: found.counting === 'windows' ? [{ ...series, name: 'Security', how: 'windows', believed: false, missing: 0, late: 0, duplicates: 0, restarts: 0 }, { ...series, name: 'System', how: 'windows', missing: 0 }] : found.counting ? [series] : [],
    gaps: found.missing ? [
      { id: 9, series: '', from: 1_203_001, to: 1_203_012, missing: 12, ranges: '1203001-1203012', after: iso(now - 600_000), before: iso(now - 590_000), told: true },
      { id: 7, series: '', from: 1_100_000, to: 1_100_004, missing: 2, ranges: '1100001, 1100003', after: iso(now - 4_600_000), before: iso(now - 4_598_000), told: true },
      { id: 3, series: '', from: 900_010, to: 900_010, missing: 0, ranges: '', after: iso(now - 8_600_000), before: iso(now - 8_599_000), told: false },
    ] : [],
  };
}
