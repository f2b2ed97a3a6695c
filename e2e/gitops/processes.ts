import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { type Controller, startController } from '../bench/peers/controller.ts';
import type { Program } from '../bench/peers/program.ts';
import { kubectl } from '../harness/kubectl.ts';
import { until } from '../harness/until.ts';

/** The service account that Argo CD acts as. */
interface Account {
  readonly namespace: string;
  readonly account: string;
}

/** Runs Redis, Argo CD's repository server and its application controller on this machine; `folder` holds what they keep. */
export async function startProcesses(
  { path }: Program,
  folder: string,
  { namespace, account }: Account,
): Promise<readonly Controller[]> {
  const [redisPort, repositoryPort] = await Promise.all([freePort(), freePort()]);
  const kubeconfig = await kubeconfigOf(folder, { namespace, account });
  const redisAddress = `127.0.0.1:${redisPort}`;
  const environment = {
    HOME: folder,
    TMPDIR: folder,
    ARGOCD_ASK_PASS_SOCK: join(folder, 'ask-pass.sock'),
    // Commits are not signed here.
    ARGOCD_GPG_ENABLED: 'false',
    // https://kubernetes.default.svc is the cluster of this kubeconfig.
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    KUBECONFIG: kubeconfig,
  };
  const start = (name: string, args: readonly string[]) =>
    startController(name, path, [name, ...args], environment);
  const redis = startController('redis', 'redis-server', [
    ...['--bind', '127.0.0.1', '--port', `${redisPort}`],
    ...['--save', '', '--appendonly', 'no', '--dir', folder],
  ]);
  await listening(redisPort);
  const repositoryServer = start('argocd-repo-server', [
    ...['--address', '127.0.0.1', '--port', `${repositoryPort}`, '--disable-tls'],
    ...['--metrics-address', '127.0.0.1', '--metrics-port', '0', '--redis', redisAddress],
  ]);
  await listening(repositoryPort);
  const controller = start('argocd-application-controller', [
    ...['--kubeconfig', kubeconfig, '--namespace', namespace, '--metrics-port', '0'],
    ...['--repo-server', `127.0.0.1:${repositoryPort}`, '--repo-server-plaintext', '--redis', redisAddress],
    // So that what health scripts say can be read with kubectl, without the API server of Argo CD.
    '--persist-resource-health',
  ]);
  return [controller, repositoryServer, redis];
}

/** Writes a kubeconfig of this account; by its own name the API server's record tells its requests apart. */
async function kubeconfigOf(folder: string, { namespace, account }: Account): Promise<string> {
  const [token, config] = await Promise.all([
    kubectl(['create', 'token', account, '-n', namespace, '--duration=24h']),
    kubectl(['config', 'view', '--raw', '--minify', '-o', 'json']),
  ]);
  const { users, ...rest } = JSON.parse(config) as { users: readonly { name: string }[] };
  const own = users.map(({ name }) => ({ name, user: { token: token.trim() } }));
  const path = join(folder, 'kubeconfig');
  await writeFile(path, JSON.stringify({ ...rest, users: own }), { mode: 0o600 });
  return path;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const listening = (port: number): Promise<true> =>
  until(`A process listens on port ${port}`, async (): Promise<true> => {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return true;
    } finally {
      socket.destroy();
    }
  });
