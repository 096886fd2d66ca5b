// Written by eng/js-check.sh --write from the JavaScript beside it.
export type ChatError = import('./chat-error.js').ChatError;
/**
 * Restores the connection after a sleep: it may be dead without a notice, and SignalR would notice only after its time-out.
 */
export declare class Resume {
    #private;
    /** @param {import('./hub-link.js').HubLink} link @param {{ clock: import('./ports.js').Clock, serverTimeoutMs: number }} options */
    constructor(link: import('./hub-link.js').HubLink, { clock, serverTimeoutMs }: {
        clock: import('./ports.js').Clock;
        serverTimeoutMs: number;
    });
    /** @param {number} jumpMs how far the clock jumped; 0 if it did not, and there is only a reason to check */
    woke(jumpMs: number): void;
    /**
     * The browser reports the network as lost, which may be true: a dead connection is otherwise noticed only after its
     * time-out.
     */
    doubted(): void;
}
