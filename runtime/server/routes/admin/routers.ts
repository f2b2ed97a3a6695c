import * as z from 'zod';
import { type ApiRoute, operationsOf } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';
import { routerOf } from '../../http/routers.ts';
import { openApi, openApiPath } from '../../openapi/document.ts';

const Path = z.strictObject({
  path: z.string(),
  methods: z.array(z.string()),
  documented: z.boolean(),
});

const Routers = z.strictObject({
  routers: z.array(z.strictObject({ name: z.string(), paths: z.array(Path) })),
  served: z.int(),
  documented: z.int(),
});

/** Which routers answer, and whether the OpenAPI document knows each of their operations. Describes itself too. */
export function routersRoute(others: readonly ApiRoute[]): ApiRoute {
  const route: ApiRoute = {
    path: '/admin/routers',
    access: 'always',
    get: operation({
      summary: 'The routers that answer, and whether each is documented.',
      scope: 'admin',
      answer: Routers,
      handle: () => ({ body: listed([...others, route]) }),
    }),
  };
  return route;
}

function listed(routes: readonly ApiRoute[]): z.infer<typeof Routers> {
  const { paths } = openApi(routes);
  const shown = routes.map((route) => {
    const methods = operationsOf(route).map(([method]) => method);
    const known = paths[openApiPath(route.path)] ?? {};
    return {
      router: routerOf(route.path),
      path: route.path,
      methods: methods.map((method) => method.toUpperCase()),
      documented: methods.every((method) => known[method] !== undefined),
    };
  });
  const routers = [...Map.groupBy(shown, ({ router }) => router)].map(([name, group]) => ({
    name,
    paths: group.map(({ router, ...path }) => path),
  }));
  const complete = routers.filter((router) => router.paths.every(({ documented }) => documented));
  return { routers, served: routers.length, documented: complete.length };
}
