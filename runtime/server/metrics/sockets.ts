import { Gauge, type Registry } from 'prom-client';

/** The open sockets by kind, as each kind counts them when somebody asks. */
export function describeSockets(registry: Registry, kinds: Readonly<Record<string, () => number>>): void {
  new Gauge({
    name: 'spacetime_sockets',
    help: 'Open WebSockets by kind.',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      for (const [kind, open] of Object.entries(kinds)) this.set({ kind }, open());
    },
  });
}
