import { quantity } from '../api/quantity.ts';
import { databaseRole } from './credentials.ts';

/** Where the pod of a database has its files. */
export const databasePaths = {
  data: '/var/lib/spacetime',
  credentials: '/var/run/secrets/spacetime.dev/database',
  sockets: '/tmp',
} as const;

/**
 * Starts PostgreSQL in any image that has `initdb` and `postgres`. A new database is made beside the place where it is
 * looked for and then renamed, so that a start that is cut off leaves no half of one. The world's role owns its database
 * and nothing else; only this role may come in over the network.
 */
export const startScript = (paths: {
  readonly data: string;
  readonly credentials: string;
}): string => `set -eu
umask 077
trap 'exit 143' INT TERM
data=${paths.data}/pgdata
new=$data.new
secret=${paths.credentials}
if [ ! -e "$data" ]; then
  rm -rf "$new"
  initdb --pgdata="$new" --username=postgres --pwfile="$secret/SUPERUSER_PASSWORD" --auth=scram-sha-256 \\
    --data-checksums --encoding=UTF8 --locale=C --no-sync --no-instructions
  echo 'host ${databaseRole} ${databaseRole} all scram-sha-256' >> "$new/pg_hba.conf"
  echo "CREATE ROLE ${databaseRole} LOGIN PASSWORD '$(cat "$secret/PASSWORD")'
CREATE DATABASE ${databaseRole} OWNER ${databaseRole}" |
    postgres --single -c exit_on_error=on -c log_min_error_statement=panic -D "$new" postgres > /dev/null
  initdb --pgdata="$new" --sync-only
  mv "$new" "$data"
  sync ${paths.data}
fi
chmod 0700 "$data"
exec postgres -D "$data" "$@"
`;

const mebibyte = 1_048_576;

/** Connections that a server of this size takes: each may use some 5 MiB. */
export const connectionsFor = (memory: string): number =>
  Math.max(50, Math.min(1000, Math.floor(quantity(memory) / mebibyte / 5)));

/** The command of the container, for a memory limit such as 1Gi. */
export function databaseCommand(memory: string): readonly string[] {
  const sharedMegabytes = Math.max(16, Math.floor(quantity(memory) / mebibyte / 8));
  const settings = {
    listen_addresses: '*',
    unix_socket_directories: databasePaths.sockets,
    max_connections: connectionsFor(memory),
    shared_buffers: `${sharedMegabytes}MB`,
    password_encryption: 'scram-sha-256',
    // A pod that vanished with its node would keep its locks for two hours otherwise.
    tcp_keepalives_idle: 10,
    tcp_keepalives_interval: 5,
    tcp_keepalives_count: 3,
    // The queries of a world are short, and more processes need more shared memory than a container is given.
    max_parallel_workers_per_gather: 0,
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['sh', '-c', startScript(databasePaths), 'start', ...options];
}
