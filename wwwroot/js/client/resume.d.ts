// Written by eng/js-check.sh --write from the JavaScript beside it.
export type ChatError = import('./chat-error.js').ChatError;
/**
 * Brings the connection back after a sleep: it may be dead without anybody having told, and SignalR would notice after its
 * time-out only.
 */
export declare class Resume {
    #private;
    /** @param {import('./hub-link.js').HubLink} link @param {{ clock: import('./ports.js').Clock, serverTimeoutMs: number }} options */
    constructor(link: import('./hub-link.js').HubLink, { clock, serverTimeoutMs }: {
        clock: import('./ports.js').Clock;
        serverTimeoutMs: number;
    });
    /** @param {number} jumpMs how far the clock jumped; 0 where it did not, and there is only a reason to look */
    woke(jumpMs: number): void;
    /** The browser takes the network for lost, which may be so: a dead connection would be noticed after its time-out only. */
    doubted(): void;
}
