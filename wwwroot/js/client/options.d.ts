// Written by eng/js-check.sh --write from the JavaScript beside it.
export type ChatClientOptions = import('./chat-client-options.js').ChatClientOptions;
/** @param {ChatClientOptions} options */
export declare function withDefaults(options: ChatClientOptions): {
    clock: import("./ports.js").Clock;
    serverTimeoutMs: number;
    keepAliveMs: number;
    tokens: import("./ports.js").TokenProvider;
    connect: import("./ports.js").Connect;
    backoff: {
        delay(attempt: number): number;
        maxTries?: number;
    };
    cursorStore: import("./ports.js").CursorStore | null;
    outboxStore: import("./ports.js").OutboxStore;
    inboxStore: import("./ports.js").InboxStore | null;
    followInbox: boolean;
    marksOwnMessagesRead: boolean;
    outboxLimit: number;
    outboxFull: "refuse" | "wait";
    keepFailed: boolean;
    textLength: number | undefined;
    isBinary: boolean;
    connectTimeoutMs: number;
    callTimeoutMs: number;
    eventBacklog: number;
    slowHandlerAfterMs: number;
    wake: boolean;
};
