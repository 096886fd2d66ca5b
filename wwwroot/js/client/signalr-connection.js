// @ts-check
// The only file that knows the vendored client.
import signalR from '../../lib/signalr/signalr.min.js';
import { buildConnection } from './build-connection.js';

/** @typedef {import('./build-connection.js').BuildOptions} BuildOptions */
/** @typedef {import('./ports.js').Connection} Connection */
/** @typedef {Omit<BuildOptions, 'protocol'> & { protocol?: 'json' | 'messagepack' }} Options */

/**
 * @param {string} url of the hub
 * @param {() => Promise<string>} accessToken
 * @param {Options} [options]
 * @returns {Promise<Connection>}
 */
export async function signalRConnection(url, accessToken, options = {}) {
  const protocol = options.protocol === 'messagepack' ? await messagePack() : undefined;
  return buildConnection(signalR, url, accessToken, { ...options, protocol });
}

async function messagePack() {
  const { default: msgpack } = await import('../../lib/signalr/signalr-protocol-msgpack.min.js');
  return new msgpack.MessagePackHubProtocol();
}
