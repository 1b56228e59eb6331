import assert from 'node:assert/strict';
import { test } from 'node:test';
import { originOf } from '../../../main/resources/web/app/logic/origin';

test('an address never proves a name, so both are shown', () => {
  assert.deepEqual(originOf({ host: 'vms-a', peer: '192.0.2.9', source: 'syslog/192.0.2.9' }), { claimed: 'vms-a', proven: '192.0.2.9', by: 'address' });
  assert.equal(originOf({ host: '192.0.2.9', peer: '192.0.2.9', source: 'syslog/192.0.2.9' }), undefined);
});

test('a credential or certificate of that name does', () => {
  assert.equal(originOf({ host: 'VMS-A.site.example', peer: '192.0.2.9', source: 'syslog-tls/sender:vms-a' }), undefined);
  assert.deepEqual(originOf({ host: 'vms-b', peer: '192.0.2.9', source: 'otlp/sender:vms-a/geo' }), { claimed: 'vms-b', proven: 'vms-a', by: 'credential' });
  assert.deepEqual(originOf({ host: 'vms-b', peer: '192.0.2.9', source: 'lumberjack/CN=vms-a' }), { claimed: 'vms-b', proven: 'vms-a', by: 'certificate' });
});

test('what a sender of OTLP calls itself is no proof', () => {
  assert.deepEqual(originOf({ host: 'vms-a', peer: '192.0.2.9', source: 'otlp/192.0.2.9/sender:vms-a' }), { claimed: 'vms-a', proven: '192.0.2.9', by: 'address' });
});

test('nothing is said where nothing is claimed, or where there is no network', () => {
  assert.equal(originOf({ peer: '192.0.2.9', source: 'syslog/192.0.2.9' }), undefined);
  assert.equal(originOf({ host: 'here', source: 'file/var/log/syslog' }), undefined);
});
