// The console without an engine: bundles it, serves it under the engine's content security policy, and answers its calls from
// fixtures.mjs, or from a file {"incidents": [details], "clusters": []}. `node dev/serve.mjs [port] [file]`; sign in with any name (`viewer` may only read).
// `/dev/scenario?name=calm|mixed|many|empty|error|loading|lost|away` changes what it plays.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { clustersOf, incidentsOf, iso, itemOf, lossesOf, receiversOf, silencesOf, SITES, sourceDetailOf, sourcesOf } from './fixtures.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const web = join(here, '../../../main/resources/web');
const CSP = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };
let scenario = 'mixed';
let user;
const started = Date.now();
const given = process.argv[3] ? JSON.parse(readFileSync(process.argv[3], 'utf8')) : undefined;
let incidents = given?.incidents ?? incidentsOf(started);
let silences = silencesOf(started);
const streams = new Set();

async function bundle() {
  const { outputFiles } = await build({ entryPoints: [join(web, 'app/index.ts')], bundle: true, format: 'esm', write: false, outdir: '/out', nodePaths: [join(here, '../node_modules')] });
  return Object.fromEntries(outputFiles.map((file) => [`/static/${file.path.split('/').pop()}`, file.text]));
}

const json = (response, status, body) => response.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', 'Content-Security-Policy': CSP }).end(JSON.stringify(body));
const problem = (response, status, title, detail) => json(response, status, { type: 'about:blank', title, status, detail });
const session = () => ({ name: user, roles: [user === 'viewer' ? 'viewer' : 'operator'], csrfToken: 'token', passwordMade: false, passwordHere: true });

function events(response) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Content-Security-Policy': CSP });
  response.write(': live\n\n');
  const beat = setInterval(() => response.write(': beat\n\n'), 10_000);
  streams.add(response);
  response.on('close', () => { clearInterval(beat); streams.delete(response); });
}

const send = (type, data) => streams.forEach((stream) => stream.write(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`));

function list(params) {
  const state = params.get('state') ?? 'all';
  const cluster = params.get('cluster') ?? '';
  const size = Number(params.get('size') ?? 50);
  const from = Number(params.get('cursor') ?? 0);
  const found = (scenario === 'calm' ? incidents.filter((one) => one.state === 'closed') : incidents)
    .filter((one) => (state === 'all' || (state === 'open') === (one.state !== 'closed')) && (cluster === '' || one.cluster === cluster));
  return { incidents: found.slice(from, from + size).map(itemOf), next: from + size < found.length ? String(from + size) : null };
}

function act(response, id, action, body) {
  const incident = incidents.find((one) => one.id === id);
  if (user === 'viewer') {
    return problem(response, 403, 'Not allowed', 'your role is viewer; acknowledging needs the role operator');
  }
  const at = iso(Date.now());
  const change = {
    acknowledge: () => ({ acknowledged: { by: user, at } }),
    notes: () => ({ notes: [...incident.notes, { by: user, at, text: body.text }] }),
    'hand-over': () => ({ handedTo: body.to }),
  }[action]();
  const next = { ...incident, ...change, audit: [...incident.audit, { at, by: user, action, text: body.to ?? body.text ?? '' }] };
  incidents = incidents.map((one) => (one.id === id ? next : one));
  send('incident', itemOf(next));
  return response.writeHead(204).end();
}

/** What the collector says of a disk that fills up. */
const DISKS = {
  filling: { step: 'evicting', usedShare: 0.8637, freeBytes: 4.1e9, consequence: 'old entries are evicted early; free some room on it', path: '/var/lib/failsight' },
  full: { step: 'refusing', usedShare: 0.9744, freeBytes: 7.9e8, consequence: 'nothing more is taken in and senders wait; free some room on it now', path: '/var/lib/failsight' },
};

function answer(response, method, path, params, body) {
  const now = Date.now();
  if (path === 'status') return json(response, 200, { parts: [{ name: 'opensearch', up: true }, { name: 'collector', up: true }], disk: DISKS[scenario] });
  if (path === 'fields') return json(response, 200, []);
  if (path === 'entries') return json(response, 200, { total: 0, totalIsLowerBound: false, tookMillis: 1, entries: [], next: null });
  if (path === 'histogram') return json(response, 200, { from: null, to: null, intervalMillis: 1, total: 0, buckets: [] });
  if (path === 'facets') return json(response, 200, { facets: {} });
  if (scenario === 'loading') return undefined;
  if (scenario === 'error') return problem(response, 503, 'The store of incidents is not available', 'failsight.db could not be opened: disk full; free some room on data/engine');
  if (path === 'events') return scenario === 'lost' ? problem(response, 503, 'Not now', 'restarting') : events(response);
  if (path === 'clusters' && given) return json(response, 200, { clusters: given.clusters, sites: SITES });
  if (path === 'clusters') return json(response, 200, scenario === 'empty' ? { clusters: [], sites: [] } : { clusters: scenario === 'many' ? clustersOf(now).concat(Array.from({ length: 6 }, (_, n) => clustersOf(now, true).map((one) => ({ ...one, name: `${one.name}-${n}` }))).flat()) : clustersOf(now, scenario === 'calm'), sites: SITES });
  if (path === 'incidents') return json(response, 200, scenario === 'empty' ? { incidents: [], next: null } : list(params));
  if (path === 'receivers') return json(response, 200, scenario === 'empty' ? [] : receiversOf(now).slice(0, scenario === 'calm' ? 1 : 3));
  if (path === 'sources') return scenario === 'away' ? problem(response, 503, 'The collector does not answer', "the collector cannot be reached at 127.0.0.1:9464; see './failsight status'") : json(response, 200, { at: iso(now), sources: scenario === 'empty' ? [] : scenario === 'many' ? Array.from({ length: 900 }, (_, n) => ({ ...sourcesOf(now)[n % 6], host: `host-${n}` })) : sourcesOf(now), losses: scenario === 'empty' ? [] : lossesOf(now) });
  if (path === 'sources/detail') {
    const detail = sourceDetailOf(now, params.get('source'), params.get('host'));
    return detail ? json(response, 200, detail) : problem(response, 404, 'No such source', 'nothing is known of it; see the list of sources');
  }
  if (path === 'audit') return json(response, 200, { audit: scenario === 'empty' ? [] : incidents.flatMap((one) => one.audit.map((entry, n) => ({ id: n, incident: one.id, ...entry }))).slice(0, Number(params.get('size'))), next: null });
  if (path === 'silences' && method === 'GET') return json(response, 200, scenario === 'empty' ? [] : silences);
  if (path === 'silences') {
    silences = [...silences, { id: `s-${now}`, by: user, ...body }];
    return json(response, 201, silences.at(-1));
  }
  const [kind, id, action, n] = path.split('/').map(decodeURIComponent);
  if (kind === 'silences') { silences = silences.filter((one) => one.id !== id); return response.writeHead(204).end(); }
  if (kind === 'receivers') return problem(response, 502, 'The message could not be sent', 'connection refused by 192.0.2.77:162');
  if (kind === 'clusters' && scenario === 'nothing') return problem(response, 404, 'No such cluster', 'nothing is known of that time');
  if (kind === 'clusters') return json(response, 200, clustersOf(Date.parse(params.get('at') ?? iso(now)), Date.parse(params.get('at')) < started - 72 * 60_000).find((one) => one.name === id) ?? { name: id, redundancy: 'unknown', readiness: { verdict: 'unknown', reasons: [] }, nodes: [] });
  const incident = kind === 'incidents' ? incidents.find((one) => one.id === id) : undefined;
  if (!incident) return problem(response, 404, 'Not there', `nothing at ${path}`);
  if (method === 'POST') return act(response, id, action, body);
  if (action === 'revisions') { const { revisions, audit, notifications, notes, ...account } = incident; return json(response, 200, { ...account, notes: 0, revision: Number(n) }); }
  if (action === 'report.html') return response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Report</title>');
  return json(response, 200, incident);
}

createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname === '/dev/scenario') {
    scenario = url.searchParams.get('name') ?? scenario;
    if (scenario === 'lost') streams.forEach((stream) => stream.end());
    return response.end(scenario);
  }
  if (url.pathname === '/dev/event') {
    const next = { ...incidents[0], revision: incidents[0].revision + 1, id: 'inc-new', opened: iso(Date.now()), summary: 'A new one has just come in.' };
    incidents = [next, ...incidents];
    send('incident', itemOf(next));
    return response.end('sent');
  }
  if (url.pathname.startsWith('/api/v1/')) {
    const path = url.pathname.slice('/api/v1/'.length);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : {};
    if (path === 'session') {
      if (request.method === 'POST') user = body.name;
      if (request.method === 'DELETE') { user = undefined; return response.writeHead(204).end(); }
      return user ? json(response, 200, session()) : problem(response, 401, 'Signed out', 'sign in first');
    }
    return user ? answer(response, request.method, path, url.searchParams, body) : problem(response, 401, 'Signed out', 'sign in first');
  }
  const files = await bundle();
  const type = (name) => ({ 'Content-Type': TYPES[name.split('.').pop()] ?? 'text/plain', 'Content-Security-Policy': CSP });
  if (url.pathname in files) return response.writeHead(200, type(url.pathname)).end(files[url.pathname]);
  if (url.pathname === '/theme.js' || url.pathname === '/failsight.svg') return response.writeHead(200, type(url.pathname)).end(readFileSync(join(web, 'public', url.pathname)));
  const page = readFileSync(join(web, 'index.html'), 'utf8').replace('{#bundle /}', '<link rel="stylesheet" href="/static/index.css"><script type="module" src="/static/index.js"></script>');
  return response.writeHead(200, type('x.html')).end(page);
}).listen(Number(process.argv[2] ?? 5199), '127.0.0.1', function () { console.log(`http://127.0.0.1:${this.address().port}/`); });
