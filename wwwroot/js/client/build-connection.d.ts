// Written by eng/js-check.sh --write from the JavaScript beside it.
export type BuildOptions = {
    protocol?: object;
    serverTimeoutMs?: number;
    keepAliveMs?: number;
    httpTimeoutMs?: number;
    http?: object;
    noteRetryAfter?: (ms: number) => void;
};
/**
 * @typedef {{
 * protocol?: object, serverTimeoutMs?: number, keepAliveMs?: number, httpTimeoutMs?: number, http?: object, noteRetryAfter?: (ms:
 * number) => void
 * }} BuildOptions
 * `protocol`: a hub protocol of SignalR's, JSON unless given; `http`: more of SignalR's HTTP options, such as `transport`;
 * `noteRetryAfter`: told of `Retry-After`
 * where a connect is refused
 */
/**
 * A connection as the client wants it, of any build of `@microsoft/signalr`: the browser's, or that of npm in Node. Nothing is
 * asked of the network yet, so
 * whatever fails here is a fault on this side: it throws a ChatError with `clientCodes.clientError`.
 * @param {any} signalR the module
 * @param {string} url of the hub
 * @param {() => Promise<string>} accessToken
 * @param {BuildOptions} [options]
 * @returns {import('./ports.js').Connection}
 */
export declare function buildConnection(signalR: any, url: string, accessToken: () => Promise<string>, options?: BuildOptions): import('./ports.js').Connection;
