// Written by eng/js-check.sh --write from the JavaScript beside it.
/** The users who are typing in one room; each expires after a time, because an end may be lost. */
export declare class TypingUsers {
    #private;
    /**
     * @param {import('./ports.js').Clock} clock
     * @param {() => void} changed
     */
    constructor(clock: import('./ports.js').Clock, changed: () => void);
    /** @returns {import('./contracts.js').ChatUser[]} */
    get users(): import('./contracts.js').ChatUser[];
    get names(): string[];
    /** @param {import('./contracts.js').TypingChange} change */
    apply({ userId, name, isTyping }: import('./contracts.js').TypingChange): void;
    /** @param {string} userId */
    end(userId: string): void;
    clear(): void;
}
/** Notifies one room that this user is typing, no more often than the server passes it on. */
export declare class TypingSignal {
    #private;
    /**
     * @param {import('./ports.js').Clock} clock
     * @param {(isTyping: boolean) => void} tell
     */
    constructor(clock: import('./ports.js').Clock, tell: (isTyping: boolean) => void);
    /** A key was pressed and there is text. */
    typed(): void;
    /** The text is empty again. */
    stopped(): void;
    /** A message ends typing without a notice. */
    sent(): void;
}
