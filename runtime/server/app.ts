import express, { type Express, type Request } from 'express';
import { budgets } from './access/budgets.ts';
import { type Caller, callerOf } from './access/caller.ts';
import { invited } from './access/invited.ts';
import { localLimits } from './access/limits.ts';
import { refused } from './access/refused.ts';
import type { Deps } from './deps.ts';
import { type ApiRoute, mount } from './http/apiRoute.ts';
import { crossOrigin } from './http/crossOrigin.ts';
import { failed } from './http/failed.ts';
import { limited, limitedByAddress } from './http/limited.ts';
import { measured } from './http/measured.ts';
import { onlyGet } from './http/onlyGet.ts';
import { Problem } from './http/problem.ts';
import { registered } from './http/routers.ts';
import { forPage, stamped } from './http/stamped.ts';
import { drainRoute } from './routes/admin/drain.ts';
import { occupancyRoute } from './routes/admin/occupancy.ts';
import { routersRoute } from './routes/admin/routers.ts';
import { authRoutes } from './routes/auth/routes.ts';
import { batchRoute } from './routes/batch.ts';
import { pageFiles, sceneFiles } from './routes/files.ts';
import { healthRoute } from './routes/health.ts';
import { cancelRoute, jobRoute } from './routes/jobs/job.ts';
import { jobsRoute } from './routes/jobs/jobs.ts';
import { openApiFile } from './routes/openapi.ts';
import { otherRevision } from './routes/otherRevision.ts';
import { page } from './routes/page.ts';
import { performanceRoute } from './routes/performance.ts';
import { playerRoutes } from './routes/player/player.ts';
import { historyRoute } from './routes/scene/history.ts';
import { sceneRoutes } from './routes/scene/scene.ts';
import { scenesRoute } from './routes/scene/scenes.ts';
import { statusRoute } from './routes/status.ts';
import { deliveriesRoute } from './routes/webhooks/deliveries.ts';
import { replayRangeRoute, replayRoute } from './routes/webhooks/replay.ts';
import { webhookRoute } from './routes/webhooks/webhook.ts';
import { webhooksRoute } from './routes/webhooks/webhooks.ts';
import { world } from './routes/world.ts';

/** The whole HTTP interface, ready to be put behind a server; it does not listen. */
export function createApp(deps: Deps): Express {
  const { config, log, metrics } = deps;
  const caller = callers(deps);
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', deps.trust);
  app.use(measured(metrics, caller), deps.answers.track, stamped(config.revision));
  app.get('/metrics', async (_req, res) => void res.type(metrics.contentType).send(await metrics.text()));
  log.info(registered('/metrics'));
  if (config.corsOrigins.length > 0) app.use(crossOrigin(config.corsOrigins));

  const api = express.Router();
  const usual = { requests: config.requestsPerMinute, seconds: 60 };
  const limit = limited({ limits: deps.limits, usual, caller });
  const routes = apiRoutes(deps);
  api.route('/openapi.json').get(openApiFile(routes)).all(onlyGet);
  mount(api, routes, { apiEnabled: config.apiEnabled, caller, limit, log });
  app.use(['/api/v2', '/api'], api);
  app.use(api);

  const pages = limitedByAddress({ limits: localLimits(), usual: budgets.pages, caller });
  app.use(['/world', '/r'], pages);
  app.get('/world', invited(deps, caller), world(deps));
  app.get('/', pages, forPage, page(deps));
  app.all(['/metrics', '/world', '/'], onlyGet);
  app.get('/r/:revision/*path', forPage, otherRevision(deps));
  app.get('/r/:revision/world/*path', sceneFiles(deps));
  app.get('/r/:revision/*path', pageFiles(deps));

  app.use((req) => {
    throw new Problem(404, 'NOT_FOUND', `There is nothing at ${req.path}.`);
  });
  app.use(refused(deps, caller), failed(log));
  return app;
}

/** Every path of the API. */
export function apiRoutes(deps: Deps): readonly ApiRoute[] {
  const routes = [
    statusRoute(deps),
    healthRoute(deps),
    ...sceneRoutes(deps),
    historyRoute(deps),
    scenesRoute(deps),
    batchRoute(deps),
    webhooksRoute(deps),
    webhookRoute(deps),
    deliveriesRoute(deps),
    replayRangeRoute(deps),
    replayRoute(deps),
    jobsRoute(deps),
    jobRoute(deps),
    cancelRoute(deps),
    performanceRoute(deps),
    ...playerRoutes(deps),
    ...authRoutes(deps),
    drainRoute(deps),
    occupancyRoute(deps),
  ];
  return [...routes, routersRoute(routes)];
}

/** Each request is asked once who sends it, so that a token that changes meanwhile does not split its answer. */
function callers(deps: Deps): (req: Request) => Caller {
  const known = Symbol('caller');
  return (req: Request & { [known]?: Caller }) => (req[known] ??= callerOf(req, deps));
}
