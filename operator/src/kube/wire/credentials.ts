import { KubeConfig } from '@kubernetes/client-node';

/** Where the API server is and how to prove to it who we are, as it stands in the files right now. */
export interface Credentials {
  /** Scheme, host and port. */
  readonly server: string;
  readonly tls: {
    readonly ca?: Buffer;
    readonly cert?: Buffer;
    readonly key?: Buffer;
    readonly servername?: string;
    readonly rejectUnauthorized?: boolean;
  };
  /** Holds the bearer token, if there is one: never logged. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Reads the kubeconfig at `path`, or, without one, what `kubectl` would use, or else the pod's own service account.
 * Reads every file again on every call, so that rotated tokens, certificates and authorities are found.
 */
export async function readCredentials(path?: string): Promise<Credentials> {
  const config = new KubeConfig();
  if (path === undefined) config.loadFromDefault();
  else config.loadFromFile(path);
  return credentialsOf(config);
}

/** What the current context of a loaded kubeconfig says. Throws a sentence when it names no cluster that can be reached. */
export async function credentialsOf(config: KubeConfig): Promise<Credentials> {
  const cluster = config.getCurrentCluster();
  if (!cluster)
    throw new Error(
      `The kubeconfig has no cluster in its current context ${config.getCurrentContext() ?? ''}`,
    );
  if (cluster.proxyUrl) throw new Error('The kubeconfig names a proxy-url, which is not supported');

  const options: Options = {};
  await config.applyToHTTPSOptions(options);
  return { server: cluster.server, tls: tlsOf(options), headers: headersOf(options) };
}

type Options = Parameters<KubeConfig['applyToHTTPSOptions']>[0] & { servername?: string };

const tlsOf = ({ ca, cert, key, servername, rejectUnauthorized }: Options): Credentials['tls'] => ({
  ...(ca && { ca: bytes(ca) }),
  ...(cert && { cert: bytes(cert) }),
  ...(key && { key: bytes(key) }),
  ...(servername && { servername }),
  ...(rejectUnauthorized !== undefined && { rejectUnauthorized }),
});

const headersOf = ({ headers }: Options): Record<string, string> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value).trim()]));

const bytes = (value: unknown): Buffer => (Buffer.isBuffer(value) ? value : Buffer.from(String(value)));
