import * as z from 'zod';
import type { SharedGateway } from './plan/installation.ts';

const form =
  '([a-z0-9][-a-z0-9]{0,62})=([a-z0-9][-a-z0-9]{0,62})\\/([a-z0-9][-a-z0-9.]{0,252})(?:\\/([a-z0-9][-a-z0-9.]{0,252}))?';
const entry = new RegExp(`^${form}$`);

/** What the whole list looks like; that each name is there once, no pattern can say. */
export const listPattern = new RegExp(`^( *(${form})? *(, *(${form})? *)*)?$`);

/** Gateways as a variable lists them: `public=edge/main,inside=edge/main/internal`, name=namespace/Gateway and maybe its listener. */
export const sharedGateways = z
  .string()
  .default('')
  .transform((list) => list.split(',').flatMap((text) => text.trim() || []))
  .refine((all) => all.every((text) => entry.test(text)), {
    error: 'entries such as public=edge/main or public=edge/main/https, separated by commas',
  })
  .refine((all) => new Set(all.map(nameIn)).size === all.length, {
    error: 'each name once',
  })
  .transform((all) => all.flatMap(read));

const nameIn = (text: string): string | undefined => entry.exec(text)?.[1];

function read(text: string): readonly SharedGateway[] {
  const [, published, namespace, name, sectionName] = entry.exec(text) ?? [];
  if (!published || !namespace || !name) return [];
  return [{ published, namespace, name, ...(sectionName && { sectionName }) }];
}
