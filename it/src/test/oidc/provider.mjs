// A real OpenID Connect provider (oidc-provider) on loopback. Any password is right; `gast` is in no group.
// node provider.mjs PORT REDIRECT SECRET
import Provider from 'oidc-provider';

const [port, redirect, secret] = process.argv.slice(2);
const GROUPS = { nora: ['vms-operators'], chief: ['vms-operators', 'vms-admins'] };
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: 'failsight', client_secret: secret, redirect_uris: [redirect], response_types: ['code'], grant_types: ['authorization_code'] }],
  claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id, groups: GROUPS[id] ?? [] }) }),
  pkce: { required: () => true },
  cookies: { keys: [secret] },
});
provider.on('server_error', (_, failure) => console.error(failure));
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
