// In the npm package this file takes the place of the one that knows the vendored build of SignalR.
import * as signalR from '@microsoft/signalr';
import { buildConnection, type BuildOptions } from './build-connection.js';
import type { Connection } from './ports.js';

export type Options = Omit<BuildOptions, 'protocol'> & { protocol?: 'json' | 'messagepack' };

export async function signalRConnection(
  url: string, accessToken: () => Promise<string>, options: Options = {},
): Promise<Connection> {
  const protocol = options.protocol === 'messagepack' ? await messagePack() : undefined;
  return buildConnection(signalR, url, accessToken, { ...options, protocol });
}

async function messagePack(): Promise<object> {
  const loaded: any = await import('@microsoft/signalr-protocol-msgpack');
  // Node loads the CommonJS build: then `default` has everything.
  return new (loaded.MessagePackHubProtocol ?? loaded.default.MessagePackHubProtocol)();
}
