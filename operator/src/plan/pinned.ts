/** A Secret whose content is part of a revision, as it was found: values are base64, as in the API. */
export interface PinnedSecret {
  readonly mount: string;
  readonly data: { readonly [key: string]: string };
}

/** Key of one pinned value inside the Secret of its revision. */
export const pinnedKey = (mount: string, key: string): string => `${mount}.${key}`;
