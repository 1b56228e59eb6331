// Screenshots of the console played by serve.mjs: `node dev/shoot.mjs OUTPUT-FOLDER [part of a name]`. Needs Chromium; says what the page logged as an error.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [, , out, only = ''] = process.argv;
const PORT = 5198;
const BASE = `http://127.0.0.1:${PORT}/`;
const SHOTS = [
  ['overview-mixed-light-1920', { search: '', width: 1920 }],
  ['overview-mixed-dark-1440', { search: '', width: 1440, dark: true }],
  ['overview-mixed-light-1024', { search: '', width: 1024, height: 1500 }],
  ['overview-many-light-1440', { search: '', scenario: 'many', width: 1440, height: 2300 }],
  ['overview-calm-light-1440', { search: '', scenario: 'calm', width: 1440 }],
  ['overview-calm-dark-1024', { search: '', scenario: 'calm', width: 1024, dark: true }],
  ['overview-past-light-1440', { search: '?page=overview&at={71.5}', width: 1440 }],
  ['overview-past-nothing-dark-1024', { search: '?page=overview&at={9999}', scenario: 'nothing', width: 1024, dark: true }],
  ['overview-empty-light-1440', { search: '?page=overview', scenario: 'empty', width: 1440 }],
  ['overview-loading-dark-1440', { search: '?page=overview', scenario: 'loading', width: 1440, dark: true }],
  ['overview-error-light-1024', { search: '?page=overview', scenario: 'error', width: 1024 }],
  ['overview-disk-filling-light-1440', { search: '', scenario: 'filling', width: 1440 }],
  ['overview-disk-filling-dark-1024', { search: '', scenario: 'filling', width: 1024, dark: true }],
  ['overview-disk-full-light-1024', { search: '', scenario: 'full', width: 1024 }],
  ['overview-disk-full-dark-1440', { search: '', scenario: 'full', width: 1440, dark: true }],
  ['overview-lost-light-1440', { search: '', then: 'lost', width: 1440 }],
  ['incidents-light-1440', { search: '?page=incidents', width: 1440 }],
  ['incidents-dark-1024', { search: '?page=incidents', width: 1024, dark: true }],
  ['incidents-empty-light-1024', { search: '?page=incidents', scenario: 'empty', width: 1024 }],
  ['incidents-calm-open-light-1024', { search: '?page=incidents&state=open', scenario: 'calm', width: 1024 }],
  ['incident-crash-light-1920', { search: '?incident=inc-crash', width: 1920, height: 2000 }],
  ['incident-crash-dark-1440', { search: '?incident=inc-crash', width: 1440, height: 1900, dark: true }],
  ['incident-crash-light-1024', { search: '?incident=inc-crash', width: 1024, height: 2300 }],
  ['incident-open-light-1440', { search: '?incident=inc-open', width: 1440, height: 1500 }],
  ['incident-open-viewer-dark-1024', { search: '?incident=inc-open', width: 1024, dark: true, user: 'viewer' }],
  ['incident-split-light-1440', { search: '?incident=inc-split', width: 1440, height: 1400 }],
  ['incident-flap-light-1440', { search: '?incident=inc-flap', width: 1440, height: 1400 }],
  ['incident-flap-dark-1920', { search: '?incident=inc-flap', width: 1920, height: 1200, dark: true }],
  ['incident-revision-light-1440', { search: '?incident=inc-crash&revision=2', width: 1440 }],
  ['incident-none-light-1024', { search: '?incident=nothing', width: 1024 }],
  ['notifications-light-1440', { search: '?page=notifications', width: 1440 }],
  ['notifications-dark-1024', { search: '?page=notifications', width: 1024, dark: true }],
  ['notifications-empty-light-1024', { search: '?page=notifications', scenario: 'empty', width: 1024 }],
  ['notifications-new-dark-1024', { search: '?page=notifications', width: 1024, dark: true, run: "const p=document.querySelector('fs-app').shadowRoot.querySelector('fs-notifications');p.shadowRoot.querySelector('button.primary').click()" }],
  ['incident-tip-light-1440', { search: '?incident=inc-crash', width: 1440, height: 900, run: "const t=document.querySelector('fs-app').shadowRoot.querySelector('fs-incident').shadowRoot.querySelector('fs-timeline');t.shadowRoot.querySelectorAll('.mark')[3].focus()" }],
  ['incident-picked-light-1440', { search: '?incident=inc-crash', width: 1440, height: 900, run: "const t=document.querySelector('fs-app').shadowRoot.querySelector('fs-incident').shadowRoot.querySelector('fs-timeline');t.shadowRoot.querySelector('.i-detected[role=button]').dispatchEvent(new MouseEvent('click',{bubbles:true}))" }],
  ['incident-handover-light-1024', { search: '?incident=inc-open', width: 1024, run: "const a=document.querySelector('fs-app').shadowRoot.querySelector('fs-incident').shadowRoot.querySelector('fs-incident-actions');a.ask('hand-over')" }],
  ['sources-light-1440', { search: '?page=sources', width: 1440 }],
  ['sources-dark-1024', { search: '?page=sources', width: 1024, dark: true }],
  ['sources-detail-light-1440', { search: '?page=sources&source=syslog/192.0.2.7&host=vms-a', width: 1440 }],
  ['sources-detail-dark-1024', { search: '?page=sources&source=lumberjack/192.0.2.31&host=WIN-RECORDER1', width: 1024, dark: true }],
  ['sources-detail-none-light-1440', { search: '?page=sources&source=nobody', width: 1440 }],
  ['sources-many-dark-1440', { search: '?page=sources', scenario: 'many', width: 1440, dark: true }],
  ['sources-empty-light-1024', { search: '?page=sources', scenario: 'empty', width: 1024 }],
  ['sources-loading-dark-1024', { search: '?page=sources', scenario: 'loading', width: 1024, dark: true }],
  ['sources-away-light-1440', { search: '?page=sources', scenario: 'away', width: 1440 }],
  ['sources-filtered-light-1440', { search: '?page=sources', width: 1440, run: "const p=document.querySelector('fs-app').shadowRoot.querySelector('fs-sources');p.words='silent'" }],
  ['search-light-1440', { search: '?page=search', width: 1440 }],
].filter(([name]) => name.includes(only));

const pause = (millis) => new Promise((done) => setTimeout(done, millis));
const server = spawn(process.execPath, [join(dirname(fileURLToPath(import.meta.url)), 'serve.mjs'), String(PORT)], { stdio: ['ignore', 'pipe', 'inherit'] });
await new Promise((done) => server.stdout.once('data', done));
const profile = mkdtempSync(join(tmpdir(), 'console-shots-'));
const browser = spawn('chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
let nextId = 1;
let pending = '';
const waiting = new Map();
const logged = [];
browser.stdio[4].on('data', (data) => {
  const parts = (pending + data).split('\0');
  pending = parts.pop();
  for (const part of parts) {
    const message = JSON.parse(part);
    if (message.id) {
      waiting.get(message.id)?.(message.result ?? message.error);
    } else if (message.method === 'Runtime.exceptionThrown') {
      logged.push(message.params.exceptionDetails.exception?.description ?? message.params.exceptionDetails.text);
    } else if (message.method === 'Log.entryAdded' && message.params.entry.level === 'error' && !message.params.entry.text.startsWith('Failed to load resource')) {
      logged.push(message.params.entry.text);
    }
  }
});
const call = (method, params = {}, sessionId) => new Promise((done) => {
  const id = nextId++;
  waiting.set(id, done);
  browser.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
});
const play = (name) => fetch(`${BASE}dev/scenario?name=${name}`);

mkdirSync(out, { recursive: true });
try {
  for (const [name, { search, scenario = 'mixed', width, height = 900, dark = false, user = 'admin', run, then }] of SHOTS) {
    await play(scenario);
    await fetch(`${BASE}api/v1/session`, { method: 'POST', body: JSON.stringify({ name: user }) });
    const { targetId } = await call('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await call('Target.attachToTarget', { targetId, flatten: true });
    const on = (method, params) => call(method, params, sessionId);
    await on('Runtime.enable');
    await on('Log.enable');
    await on('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    await on('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }] });
    await on('Page.navigate', { url: BASE + search.replace(/\{([\d.]+)\}/, (_, minutes) => new Date(Date.now() - minutes * 60_000).toISOString()) });
    for (let tries = 0; tries < 80 && scenario !== 'loading'; tries++) {
      await pause(100);
      const { result } = await on('Runtime.evaluate', { returnByValue: true, expression: "(() => { const app = document.querySelector('fs-app')?.shadowRoot; const page = [...app?.children ?? []].find((one) => /^FS-(OVERVIEW|INCIDENT|INCIDENTS|NOTIFICATIONS|SEARCH)$/.test(one.tagName)); return Boolean(page?.shadowRoot) && !page.shadowRoot.querySelector('.skeleton'); })()" });
      if (result?.value) {
        break;
      }
    }
    await pause(scenario === 'loading' ? 1200 : 500);
    if (then) {
      await play(then);
      await pause(900);
    }
    if (run) {
      await on('Runtime.evaluate', { expression: run });
      await pause(900);
    }
    const { data } = await on('Page.captureScreenshot', { format: 'png' });
    writeFileSync(join(out, `${name}.png`), Buffer.from(data, 'base64'));
    if (logged.length > 0) {
      console.log(name, logged.splice(0));
    }
    await call('Target.closeTarget', { targetId });
  }
} finally {
  browser.kill();
  server.kill();
  await pause(300);
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
