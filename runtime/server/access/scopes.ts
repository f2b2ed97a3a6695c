/** What a token is good for: looking, changing, and deciding who may do what. */
export const scopes = ['read', 'write', 'admin'] as const;
export type Scope = (typeof scopes)[number];
