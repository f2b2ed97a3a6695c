import express, { type Express, type Request } from 'express';
import { type Caller, callerOf } from './access/caller.ts';
import type { Deps } from './deps.ts';
import { type ApiRoute, mount } from './http/apiRoute.ts';
import { crossOrigin } from './http/crossOrigin.ts';
import { failed } from './http/failed.ts';
import { limited } from './http/limited.ts';
import { measured } from './http/measured.ts';
import { Problem } from './http/problem.ts';
import { registered } from './http/routers.ts';
import { forPage, stamped } from './http/stamped.ts';
import { drainRoute } from './routes/drain.ts';
import { pageFiles, sceneFiles } from './routes/files.ts';
import { healthRoute } from './routes/health.ts';
import { historyRoute } from './routes/history.ts';
import { openApiFile } from './routes/openapi.ts';
import { otherRevision } from './routes/otherRevision.ts';
import { page } from './routes/page.ts';
import { sceneRoute } from './routes/scene.ts';
import { scenesRoute } from './routes/scenes.ts';
import { statusRoute } from './routes/status.ts';
import { world } from './routes/world.ts';

/** The whole HTTP interface, ready to be put behind a server; it does not listen. */
export function createApp(deps: Deps): Express {
  const { config, log, metrics } = deps;
  const caller = callers(deps);
  const app = express();
  app.disable('x-powered-by');
  app.use(measured(metrics, caller), deps.answers.track, stamped(config.revision));
  app.get('/metrics', async (_req, res) => void res.type(metrics.contentType).send(await metrics.text()));
  log.info(registered('/metrics'));
  app.use(crossOrigin(config.corsOrigins));
  app.get('/world', world(deps));
  app.get('/', forPage, page(deps));
  app.get('/r/:revision/*path', forPage, otherRevision(deps));
  app.get('/r/:revision/world/*path', sceneFiles(deps));
  app.get('/r/:revision/*path', pageFiles(deps));

  const api = express.Router();
  const limit = limited({ requests: config.requestsPerMinute, seconds: 60 }, (req) => caller(req).key);
  const routes = apiRoutes(deps);
  api.get('/openapi.json', openApiFile(routes));
  mount(api, routes, { apiEnabled: config.apiEnabled, caller, limit, log });
  app.use('/api/v2', api);
  app.use('/api', api);
  app.use(api);

  app.use((req) => {
    throw new Problem(404, 'NOT_FOUND', `There is nothing at ${req.path}.`);
  });
  app.use(failed(log));
  return app;
}

/** Every path of the API. */
export const apiRoutes = (deps: Deps): readonly ApiRoute[] => [
  statusRoute(deps),
  healthRoute(deps),
  sceneRoute(deps),
  historyRoute(deps),
  scenesRoute(deps),
  drainRoute(deps),
];

/** Each request is asked once who sends it, so that a token that changes meanwhile does not split its answer. */
function callers({ tokens }: Deps): (req: Request) => Caller {
  const known = new WeakMap<Request, Caller>();
  return (req) => {
    const caller = known.get(req) ?? callerOf(req, tokens);
    known.set(req, caller);
    return caller;
  };
}
