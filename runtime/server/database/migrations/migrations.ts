import type { Migration } from 'kysely/migration';
import { up as world } from './0001_world.ts';

/** Every step of the schema by name, in order. Steps only go forward and only add, so that the image before this one runs on it. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001_world': { up: world },
};
