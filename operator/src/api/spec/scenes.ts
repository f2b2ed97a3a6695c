import * as z from 'zod';
import { atomicList, rules, text } from '../fields.ts';

const scene = (field: string) =>
  text('A res:// path or glob, such as res://vr_main.tscn or res://scenes/**.', 256).meta(
    rules({
      rule: "self.matches('^res://[^%:[:space:]]+$') && !self.contains('..')",
      message: `${field} must hold res:// paths or globs, such as res://vr_main.tscn or res://scenes/**.`,
    }),
  );

const allowed = (environment: string, otherwise: string) =>
  z
    .array(scene(`scenes.whitelist.${environment}`))
    .min(1)
    .max(200)
    .meta({ 'x-kubernetes-list-type': 'atomic' })
    .describe(`Scenes that may be loaded in ${environment}. Absent: ${otherwise}.`)
    .optional();

/** Every environment has its list once this is parsed. */
const whitelist = z
  .object({
    production: allowed('production', 'res://vr_main.tscn'),
    staging: allowed('staging', 'as production'),
    development: allowed('development', 'every scene'),
  })
  .meta(
    rules({
      rule: "!has(self.production) || !self.production.exists(p, p.matches('^res://tests?/|/test_[^/]*$'))",
      message:
        'scenes.whitelist.production must not name a test scene (under res://test/ or res://tests/, or a file test_*); remove it from the list.',
    }),
  )
  .describe('Scenes that may be loaded, for each environment; only the list of the own environment counts.')
  .transform(({ production = ['res://vr_main.tscn'], staging = production, development = ['res://**'] }) => ({
    production,
    staging,
    development,
  }))
  .prefault({});

export const scenes = z
  .object({
    whitelist,
    blacklist: atomicList(
      'Scenes that may never be loaded, whatever a whitelist says. None by default.',
      scene('scenes.blacklist'),
      200,
    ),
  })
  .describe('Scenes of the world. A change of what applies in the own environment is a release.')
  .prefault({});
