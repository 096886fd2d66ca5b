// Written by eng/js-check.sh --write from the JavaScript beside it.
export type BuildOptions = import('./build-connection.js').BuildOptions;
export type Connection = import('./ports.js').Connection;
export type Options = Omit<BuildOptions, 'protocol'> & {
    protocol?: 'json' | 'messagepack';
};
/** @typedef {import('./build-connection.js').BuildOptions} BuildOptions */
/** @typedef {import('./ports.js').Connection} Connection */
/** @typedef {Omit<BuildOptions, 'protocol'> & { protocol?: 'json' | 'messagepack' }} Options */
/**
 * @param {string} url of the hub
 * @param {() => Promise<string>} accessToken
 * @param {Options} [options]
 * @returns {Promise<Connection>}
 */
export declare function signalRConnection(url: string, accessToken: () => Promise<string>, options?: Options): Promise<Connection>;
