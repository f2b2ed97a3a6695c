/** A Secret whose content is part of a revision, as it was found: values are base64, as in the API. */
export interface PinnedSecret {
  readonly mount: string;
  readonly data: { readonly [key: string]: string };
  /** Whether the operator made it, once: such content never changes, and is no part of a revision's name. */
  readonly isOwn?: boolean;
}

/** Key of one pinned value inside the Secret of its revision. */
export const pinnedKey = (mount: string, key: string): string => `${mount}.${key}`;

/** Name of the volume in the pod. */
export const volumeName = (mount: string): string => `mount-${mount}`;
