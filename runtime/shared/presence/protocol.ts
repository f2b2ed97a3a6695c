/** The version that this side speaks. A higher number only adds: unknown messages and fields are passed over by both sides. */
export const protocolVersion = 1;

/** The WebSocket subprotocol of pages; a ticket comes beside it as `ticket.` and base64url. */
export const subprotocol = 'spacetime.v1';

/** Codes that a socket of this protocol is closed with, besides those of WebSocket itself. */
export const closing = {
  /** A message that cannot be understood. */
  invalid: 1008,
  /** This pod is going; connect again. */
  moved: 1012,
  /** Too many are here; come back later. */
  crowded: 1013,
  /** The same visitor came from another page; this one may come back as somebody else. */
  replaced: 4001,
  /** What is sent is not read. */
  slow: 4008,
} as const;
