import { check } from './ask/checks.ts';
import { variable } from './ask/objects.ts';
import { imageRuns, noneDied } from './ask/pods.ts';
import { all, type Line, linesOf, machine, nobody } from './line.ts';

const projectTests =
  'A property of the image that a world which runs cannot show; `make test` of the project proves it.';

const exported = linesOf('2.1', 'before', [
  machine(
    'build.exported',
    'Export completed without errors',
    'The image of the runtime takes the place of an export: a pod has pulled it and runs it.',
    imageRuns,
  ),
  nobody(
    'build.file-exists',
    'Build file exists: `build/SpaceTime.exe`',
    'The image of the runtime takes its place; there is no such file.',
  ),
  nobody(
    'build.file-size',
    'Build file size reasonable (> 50MB, < 500MB)',
    'The image takes its place, and the size of an image is no file of the world.',
  ),
]);

const tested = linesOf('2.2', 'before', [
  machine(
    'build.api-starts',
    'API starts in release build (with GODOT_ENABLE_HTTP_API=true)',
    'The variable is set in the pods, and the API of a world of the same image answers the check program.',
    all(
      check('smoke.authentication'),
      variable('GODOT_ENABLE_HTTP_API', () => 'true'),
    ),
  ),
  machine(
    'build.status',
    '`/status` endpoint returns 200',
    'The check program asks the pods of the revision.',
    check('smoke.status'),
  ),
  machine(
    'build.no-errors',
    'No errors in console output',
    'No container of the revision has died or restarted; what it logs is not read.',
    noneDied,
  ),
  nobody('build.api-off-by-default', 'API disabled by default (without environment variable)', projectTests),
]);

/** "2. Build Verification". */
export const build: readonly Line[] = [...exported, ...tested];
