import { check } from './ask/checks.ts';
import { all, type Line, linesOf, machine } from './line.ts';

const scene = 'The check program loads a scene in a world of the same image';
const webhook = 'The check program registers a webhook in a world of the same image';

const scenes = linesOf('5.1', 'before', [
  machine(
    'routers.scene-load',
    'POST /scene loads scene successfully',
    `${scene}, and fetches its file.`,
    check('smoke.scene'),
  ),
  machine(
    'routers.scene-info',
    'GET /scene returns current scene info',
    `${scene}, and waits until it is told as loaded.`,
    check('smoke.scene'),
  ),
  machine(
    'routers.scene-list',
    'GET /scenes lists available scenes',
    'The check program takes the scene that it loads from the list.',
    check('smoke.scene'),
  ),
  machine(
    'routers.scene-history',
    'GET /scene/history returns load history',
    `${scene}, and finds it in the history.`,
    check('smoke.scene'),
  ),
]);

const webhooksAndJobs = linesOf('5.2', 'before', [
  machine('routers.webhook-register', 'Webhooks can be registered', `${webhook}.`, check('smoke.webhook')),
  machine(
    'routers.webhook-list',
    'Webhooks can be listed',
    'The check program asks GET /webhooks, with and without a token.',
    all(check('smoke.authentication'), check('smoke.webhook')),
  ),
  machine(
    'routers.webhook-details',
    'Webhook details can be retrieved',
    `${webhook}, and reads it by its number.`,
    check('smoke.webhook'),
  ),
  machine(
    'routers.job-submit',
    'Jobs can be submitted',
    'The check program submits a job cache_warming.',
    check('smoke.job'),
  ),
  machine(
    'routers.job-status',
    'Job status can be checked',
    'The check program reads the status of its job until it has ended.',
    check('smoke.job'),
  ),
]);

/** "5. Router Verification". */
export const routers: readonly Line[] = [...scenes, ...webhooksAndJobs];
