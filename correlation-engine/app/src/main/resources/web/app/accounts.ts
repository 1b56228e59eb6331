import { api, type Session } from './api';

/** An account, as the engine lists it. */
export interface User {
  readonly name: string;
  readonly roles: readonly string[];
  readonly disabled: boolean;
  readonly passwordMade: boolean;
  readonly sessions: number;
}

/** A bearer token of a program; `token` only in the answer that makes it. */
export interface Token {
  readonly id: number;
  readonly name: string;
  readonly role: string;
  readonly madeAt: string;
  readonly madeBy: string;
  readonly expires: string;
  readonly used: string | null;
  readonly token?: string | null;
}

export const ROLES: readonly { readonly id: string; readonly may: string }[] = [
  { id: 'viewer', may: 'reads everything, exports' },
  { id: 'operator', may: 'also acknowledges, silences, tests receivers' },
  { id: 'admin', may: 'also changes accounts and tokens' },
];

/** As the engine counts; it has the last word. */
export const MIN_CHARACTERS = 12;

const of = (name: string): string => `users/${encodeURIComponent(name)}`;

/** Calls about accounts, tokens and one's own password. */
export const accounts = {
  users: (signal?: AbortSignal): Promise<User[]> => api.get<User[]>('users', {}, signal),
  add: async (name: string, roles: readonly string[], password: string): Promise<void> => void (await api.change('POST', 'users', { name, roles, password })),
  set: async (name: string, roles: readonly string[], disabled: boolean): Promise<void> => void (await api.change('PUT', of(name), { roles, disabled })),
  setPassword: async (name: string, password: string): Promise<void> => void (await api.change('PUT', `${of(name)}/password`, { password })),
  remove: async (name: string): Promise<void> => void (await api.change('DELETE', of(name))),
  signOut: async (name: string): Promise<void> => void (await api.change('DELETE', `${of(name)}/sessions`)),
  tokens: (signal?: AbortSignal): Promise<Token[]> => api.get<Token[]>('tokens', {}, signal),
  addToken: async (name: string, role: string, expires: string): Promise<Token> => (await (await api.change('POST', 'tokens', { name, role, expires })).json()) as Token,
  revoke: async (id: number): Promise<void> => void (await api.change('DELETE', `tokens/${id}`)),
  /** Ends all other sessions; this page goes on with a new one. */
  changePassword: async (old: string, password: string): Promise<Session> =>
    api.remember((await (await api.change('PUT', 'session/password', { old, password })).json()) as Session),
};
