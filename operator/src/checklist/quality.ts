import { check } from './ask/checks.ts';
import { allRun, noneDied } from './ask/pods.ts';
import { all, type Line, linesOf, machine, nobody, people } from './line.ts';

const suite = 'The tests of the image ran where it was built: attest with a link to that run.';
const noScripts = 'Scripts do not run here; a scene that names one is shown with a warning.';

const tests = linesOf('3.1', 'before', [
  people('quality.unit-tests', 'All unit tests pass', suite),
  people('quality.integration-tests', 'All integration tests pass', suite),
  people('quality.runtime-tests', 'All runtime tests pass', suite),
  people('quality.no-failures', 'No test failures or errors', suite),
]);

const health = linesOf('3.2', 'before', [
  nobody(
    'quality.godot-process',
    'Godot process running',
    'The runtime serves scenes of Godot without Godot.',
  ),
  machine(
    'quality.api-responds',
    'HTTP API responding (port 8080)',
    'The check program asks /health of the pods, and the API of a world of the same image.',
    all(check('smoke.health'), check('smoke.authentication')),
  ),
  nobody('quality.autoloads', 'All autoloads loaded', 'Autoloads are scripts, which do not run here.'),
  machine(
    'quality.no-critical-errors',
    'No critical errors',
    'Every container of the revision runs, and none has died.',
    all(noneDied, allRun),
  ),
]);

const syntax = linesOf('3.3', 'before', [
  nobody('quality.syntax', 'No syntax errors in GDScript files', noScripts),
  nobody('quality.undefined', 'No undefined variables', noScripts),
  nobody('quality.types', 'No type mismatches', noScripts),
]);

/** "3. Code Quality Verification". */
export const quality: readonly Line[] = [...tests, ...health, ...syntax];
