// @ts-check
// The only file that knows the vendored client.
import signalR from '../../lib/signalr/signalr.min.js';
import { buildConnection } from './build-connection.js';

/**
 * @param {string} url of the hub
 * @param {() => Promise<string>} accessToken
 * @param {Omit<import('./build-connection.js').BuildOptions, 'protocol'> & { protocol?: 'json' | 'messagepack' }} [options]
 * @returns {Promise<import('./ports.js').Connection>}
 */
export async function signalRConnection(url, accessToken, { protocol, ...options } = {}) {
  const hubProtocol = protocol === 'messagepack' ? await messagePack() : undefined;
  return buildConnection(signalR, url, accessToken, { ...options, protocol: hubProtocol });
}

async function messagePack() {
  const { default: msgpack } = await import('../../lib/signalr/signalr-protocol-msgpack.min.js');
  return new msgpack.MessagePackHubProtocol();
}
