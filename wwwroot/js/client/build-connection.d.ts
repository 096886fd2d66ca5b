// Written by eng/js-check.sh --write from the JavaScript beside it.
export type Connection = import('./ports.js').Connection;
export type BuildOptions = {
    protocol?: object;
    serverTimeoutMs?: number;
    keepAliveMs?: number;
    httpTimeoutMs?: number;
    http?: object;
    noteRetryAfter?: (ms: number) => void;
};
/** @typedef {import('./ports.js').Connection} Connection */
/**
 * @typedef {{
 *   protocol?: object, serverTimeoutMs?: number, keepAliveMs?: number, httpTimeoutMs?: number, http?: object,
 *   noteRetryAfter?: (ms: number) => void,
 * }} BuildOptions
 * `protocol`: a hub protocol of SignalR, by default JSON; `http`: further HTTP options of SignalR, such as `transport`;
 * `noteRetryAfter`: receives `Retry-After` of a refused connect
 */
/**
 * Creates a connection with any build of `@microsoft/signalr`: the browser's, or that of npm in Node. It makes no request
 * yet, so any failure here is a fault of the app: it throws a ChatError with `clientCodes.clientError`.
 * @param {any} signalR the module
 * @param {string} url of the hub
 * @param {() => Promise<string>} accessToken
 * @param {BuildOptions} [options]
 * @returns {Connection}
 */
export declare function buildConnection(signalR: any, url: string, accessToken: () => Promise<string>, options?: BuildOptions): Connection;
