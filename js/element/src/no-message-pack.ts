// The element uses JSON: its script has this in place of MessagePack.
export const MessagePackHubProtocol = undefined;
