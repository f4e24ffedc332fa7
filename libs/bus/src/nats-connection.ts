import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Authenticator,
  connect,
  credsAuthenticator,
  errors,
  type NatsConnection,
  tokenAuthenticator,
  usernamePasswordAuthenticator,
} from '@nats-io/transport-node';
import type { OnFault } from './bus-fault.ts';

export type NatsCredentials =
  | { readonly user: string; readonly password: string }
  | { readonly token: string }
  /** Content of a `.creds` file. */
  | { readonly creds: Uint8Array };

export interface NatsConnectionOptions {
  readonly servers: string | string[];
  readonly credentials?: NatsCredentials;
  /** How long the first connection may take. Later ones are tried for ever. */
  readonly connectWithinMs?: number;
  readonly onFault?: OnFault;
}

/** Throws words for the operator when the server would break a promise: before 2.12.3 damaged files could cost a whole stream. */
export function checkServer(version: string, maxPayload: number): void {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map(Number);
  if (!(major * 1e6 + minor * 1e3 + patch >= 2_012_003))
    throw new Error(`nats-server ${version} is too old: 2.12.3 or newer is needed.`);
  if (maxPayload < 1024 * 1024) throw new Error(`nats-server has max_payload ${maxPayload}: at least ${1024 * 1024} is needed.`);
}

/** Waits for a server that is still starting, but not for ever: then somebody should look. */
export async function connected({
  servers,
  credentials,
  connectWithinMs = 60_000,
  onFault,
}: NatsConnectionOptions): Promise<NatsConnection> {
  const authenticator = credentials && authenticatorOf(credentials);
  for (const until = Date.now() + connectWithinMs; ;) {
    try {
      return await connect({
        servers,
        ...(authenticator ? { authenticator } : {}),
        timeout: 5_000,
        maxReconnectAttempts: -1,
        reconnectTimeWait: 250,
        ignoreAuthErrorAbort: true, // rotated credentials: the old ones may be refused for a while
      });
    } catch (error) {
      onFault?.({ doing: 'connect', error });
      if (error instanceof errors.AuthorizationError || Date.now() > until) throw error;
      await sleep(500);
    }
  }
}

function authenticatorOf(credentials: NatsCredentials): Authenticator {
  if ('creds' in credentials) return credsAuthenticator(credentials.creds);
  return 'token' in credentials
    ? tokenAuthenticator(credentials.token)
    : usernamePasswordAuthenticator(credentials.user, credentials.password);
}
