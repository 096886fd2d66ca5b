// @ts-check
// The only file that knows the vendored client. It is a UMD bundle: imported into a module it puts `signalR` on the global object.
import '../../lib/signalr/signalr.min.js';
import { buildConnection } from './build-connection.js';

/**
 * @param {string} url of the hub
 * @param {() => Promise<string>} accessToken
 * @param {Omit<import('./build-connection.js').BuildOptions, 'protocol'> & { protocol?: 'json' | 'messagepack' }} [options]
 * @returns {Promise<import('./ports.js').Connection>}
 */
export async function signalRConnection(url, accessToken, { protocol, ...options } = {}) {
  const { signalR } = /** @type {any} */ (globalThis);
  // The bundle hangs itself on `signalR`, which is there by now.
  if (protocol === 'messagepack') await import('../../lib/signalr/signalr-protocol-msgpack.min.js');
  const hubProtocol = protocol === 'messagepack' ? new signalR.protocols.msgpack.MessagePackHubProtocol() : undefined;
  return buildConnection(signalR, url, accessToken, { ...options, protocol: hubProtocol });
}
