import { type Line, linesOf, nobody, people } from './line.ts';

/** "9. Documentation Review". */
export const documentation: readonly Line[] = linesOf('9', 'before', [
  nobody(
    'docs.claude',
    '`CLAUDE.md` updated with current status',
    'There is no such document here; docs/architecture.md has its purpose.',
  ),
  people(
    'docs.readme',
    '`README.md` reflects production status',
    'Attest when it was read for this release.',
  ),
  people(
    'docs.deployment-guide',
    '`DEPLOYMENT_GUIDE.md` reviewed and accurate',
    'Attest when your guide, or the README, which has its purpose, was read.',
  ),
  nobody(
    'docs.phase-6',
    '`PHASE_6_COMPLETE.md` includes Phase 6.5 updates',
    'There is no such document here; CHANGELOG.md has its purpose.',
  ),
  nobody(
    'docs.api',
    'API documentation reflects 9 active routers',
    'A property of the image that a world which runs cannot show; a test of the project compares routers and document.',
  ),
  people(
    'docs.runbook',
    'Runbook created for operations team',
    'Attest with the address of your runbook; docs/operations.md is a beginning.',
  ),
]);
