// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * @param {string} url of the hub
 * @param {() => Promise<string>} accessToken
 * @param {Omit<import('./build-connection.js').BuildOptions, 'protocol'> & { protocol?: 'json' | 'messagepack' }} [options]
 * @returns {Promise<import('./ports.js').Connection>}
 */
export declare function signalRConnection(url: string, accessToken: () => Promise<string>, { protocol, ...options }?: Omit<import('./build-connection.js').BuildOptions, 'protocol'> & {
    protocol?: 'json' | 'messagepack';
}): Promise<import('./ports.js').Connection>;
