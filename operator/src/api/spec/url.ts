import { text } from '../fields.ts';

/** The address of a page for people; the operator asks it nothing. */
export const url = (description: string) => text(description, 512).regex(/^https?:\/\/\S+$/);
