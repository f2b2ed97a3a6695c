/** The routers of the API, in the order in which they are shown. A path belongs to the longest of these names that it begins with. */
const routerNames = [
  '/scene',
  '/scenes',
  '/scene/history',
  '/scene/reload',
  '/webhooks',
  '/webhooks/:id',
  '/jobs',
  '/jobs/:id',
  '/performance',
  '/auth',
  '/admin',
  '/batch',
  '/status',
  '/health',
  '/metrics',
] as const;

/** The name of the router that a path belongs to: `/scene` for `/scene/load`, `/webhooks/:id` for `/webhooks/:id/deliveries`. */
export function routerOf(path: string): string {
  const holding = routerNames.filter((name) => path === name || path.startsWith(`${name}/`));
  const [longest] = holding.toSorted((a, b) => b.length - a.length);
  return longest ?? path.replace(/^(\/[^/]*).*$/, '$1');
}

/** The line on the console that says that a router answers. */
export const registered = (router: string): string => `[HttpApiServer] Registered ${router} router`;
