import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { globSync, openSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../src/clock.ts';
import { connect } from '../src/kube/connection.ts';
import type { Credentials } from '../src/kube/wire/credentials.ts';

/** A real kube-apiserver with an etcd of its own and no controllers, on loopback, for tests that break it. */
export interface RealApiServer {
  /** Of an administrator. */
  readonly credentials: () => Promise<Credentials>;
  /** Ends the API server with SIGKILL; etcd keeps what it has. */
  kill(): Promise<void>;
  /** Starts it again and resolves when it is ready. */
  start(): Promise<void>;
  /** Ends everything and removes its files. */
  close(): Promise<void>;
}

const startSeconds = 120;

export async function realApiServer(): Promise<RealApiServer> {
  const folder = await mkdtemp(join(tmpdir(), 'spacetime-apiserver-'));
  for (const program of ['etcd', 'kube-apiserver']) await symlink(nodeBinary(), join(folder, program));
  const [port, etcdPort, peerPort] = [await freePort(), await freePort(), await freePort()];
  const token = randomBytes(16).toString('hex');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(join(folder, 'sa.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(join(folder, 'tokens.csv'), `${token},admin,admin,system:masters\n`, { mode: 0o600 });

  const credentials = async (): Promise<Credentials> => ({
    server: `https://127.0.0.1:${port}`,
    tls: { ca: readFileSync(join(folder, 'certificates/apiserver.crt')) },
    headers: { authorization: `Bearer ${token}` },
  });

  const etcd = run(folder, 'etcd', [
    ...[`--data-dir=${join(folder, 'data')}`, '--unsafe-no-fsync', '--log-level=warn'],
    ...[
      `--listen-client-urls=http://127.0.0.1:${etcdPort}`,
      `--advertise-client-urls=http://127.0.0.1:${etcdPort}`,
    ],
    `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
  ]);
  let server: ChildProcess | undefined;

  const kill = async (): Promise<void> => {
    await ended(server);
    server = undefined;
  };
  const start = async (): Promise<void> => {
    server = run(folder, 'kube-apiserver', [
      ...[`--etcd-servers=http://127.0.0.1:${etcdPort}`, '--bind-address=127.0.0.1', `--secure-port=${port}`],
      ...[`--cert-dir=${join(folder, 'certificates')}`, `--token-auth-file=${join(folder, 'tokens.csv')}`],
      ...[
        `--service-account-key-file=${join(folder, 'sa.key')}`,
        '--service-account-issuer=https://spacetime.test',
      ],
      ...[
        `--service-account-signing-key-file=${join(folder, 'sa.key')}`,
        '--service-cluster-ip-range=10.99.0.0/24',
      ],
      ...['--authorization-mode=RBAC', '--disable-admission-plugins=ServiceAccount'],
    ]);
    await ready(credentials, server, folder);
  };
  const close = async (): Promise<void> => {
    await Promise.all([kill(), ended(etcd)]);
    await rm(folder, { recursive: true });
  };

  try {
    await start();
  } catch (error) {
    await close();
    throw error;
  }
  return { credentials, kill, start, close };
}

/** The programs of the local cluster, all in one file: where SPACETIME_NODE_BINARY says, or the newest in the cluster's cache. */
function nodeBinary(): string {
  const { SPACETIME_NODE_BINARY, XDG_CACHE_HOME = join(homedir(), '.cache') } = process.env;
  if (SPACETIME_NODE_BINARY) return SPACETIME_NODE_BINARY;
  const built = globSync(join(XDG_CACHE_HOME, 'spacetime/cluster/*/node'));
  const [newest] = built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (!newest)
    throw new Error('There is no kube-apiserver yet: `make up` builds one, or set SPACETIME_NODE_BINARY');
  return newest;
}

function run(folder: string, program: string, options: readonly string[]): ChildProcess {
  const log = openSync(join(folder, `${program}.log`), 'a');
  return spawn(join(folder, program), options, { stdio: ['ignore', log, log] });
}

async function ended(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function ready(
  credentials: () => Promise<Credentials>,
  server: ChildProcess,
  folder: string,
): Promise<void> {
  const connection = connect({ credentials, clock: systemClock, userAgent: 'test' });
  const isReady = () =>
    connection
      .request({ doing: 'look', method: 'GET', path: '/api/v1/namespaces/default', timeoutSeconds: 5 })
      .then(
        () => true,
        () => false,
      );
  try {
    for (const deadline = performance.now() + startSeconds * 1000; !(await isReady()); await sleep(50)) {
      if (server.exitCode === null && performance.now() < deadline) continue;
      const log = readFileSync(join(folder, 'kube-apiserver.log'), 'utf8');
      throw new Error(`The API server did not become ready; its last words: ${log.slice(-2000)}`);
    }
  } finally {
    await connection.close();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The socket has no port');
  return address.port;
}
