import { linesSince } from '../harness/audit.ts';
import { argoCDUser } from './argocd.ts';

const writing = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);

/** What Argo CD wrote in a namespace since a position of the API server's record, such as `patch spacetimes/plaza`; dry runs are none. */
export async function writesSince(position: number, namespace: string): Promise<readonly string[]> {
  const lines = await linesSince(position);
  return lines.flatMap(({ verb, user, objectRef, requestURI }) => {
    const isWrite = writing.has(verb) && !requestURI.includes('dryRun=');
    if (user.username !== argoCDUser || !isWrite || objectRef?.namespace !== namespace) return [];
    return [`${verb} ${objectRef.resource}/${objectRef.name}`];
  });
}
