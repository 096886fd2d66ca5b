import type { MessageReactions, ReactionTally } from '../client/contracts.js';
import { withPending, type PendingReaction } from '../client/own-reactions.js';

/** The reactions of a room as they are to be shown: the stored ones, with those of the user that have no outcome yet. */
export class ReactionBook {
  readonly #stored = new Map<string, MessageReactions>();
  readonly #pending = new Map<string, PendingReaction[]>();
  #shown: ReadonlyMap<string, readonly ReactionTally[]> = new Map();

  /** By message id; a message without reactions has no entry. */
  get shown(): ReadonlyMap<string, readonly ReactionTally[]> { return this.#shown; }

  reset(reactions: readonly MessageReactions[], userId: string): void {
    this.#stored.clear();
    this.#shown = new Map();
    this.apply(reactions, userId);
    this.#show([...this.#pending.keys()], userId);
  }

  apply(reactions: readonly MessageReactions[], userId: string): void {
    const isNews = ({ messageId, revision }: MessageReactions) => revision > (this.#stored.get(messageId)?.revision ?? -1);
    const news = reactions.filter(isNews);
    for (const one of news) this.#stored.set(one.messageId, one);
    this.#show(news.map(({ messageId }) => messageId), userId);
  }

  /** The messages are no longer shown. */
  forget(messages: readonly { messageId: string }[], userId: string): void {
    for (const { messageId } of messages) this.#stored.delete(messageId);
    this.#show(messages.map(({ messageId }) => messageId), userId);
  }

  wait(messageId: string, pending: PendingReaction[], userId: string): void {
    if (pending.length > 0) this.#pending.set(messageId, pending);
    else this.#pending.delete(messageId);
    this.#show([messageId], userId);
  }

  #show(messageIds: readonly string[], userId: string): void {
    if (messageIds.length === 0) return;
    const shown = new Map(this.#shown);
    for (const id of messageIds) {
      const tallies = withPending(this.#stored.get(id)?.tallies ?? [], this.#pending.get(id) ?? [], userId);
      if (tallies.length > 0) shown.set(id, tallies);
      else shown.delete(id);
    }
    this.#shown = shown;
  }
}
