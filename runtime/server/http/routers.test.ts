import { routerOf } from './routers.ts';

it.each([
  ['/scene', '/scene'],
  ['/scene/load', '/scene'],
  ['/scene/history', '/scene/history'],
  ['/scenes', '/scenes'],
  ['/webhooks/:id', '/webhooks/:id'],
  ['/webhooks/:id/deliveries/:delivery/replay', '/webhooks/:id'],
  ['/jobs/:id', '/jobs/:id'],
  ['/auth/rotate', '/auth'],
  ['/admin/drain', '/admin'],
  ['/player/teleport', '/player'],
])('%s belongs to the router %s', (path, router) => {
  expect(routerOf(path)).toBe(router);
});
