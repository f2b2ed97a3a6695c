import { Gauge, type Registry } from 'prom-client';
import type { Votes } from '../frames/votes.ts';

/** What clients measured, as their votes say when somebody asks. */
export function describeClients(registry: Registry, votes: Votes, now: () => number): void {
  const registers = [registry];
  new Gauge({
    name: 'godot_fps',
    help: 'Frames a second: the median over the clients that reported in the last 15 seconds, NaN when none did.',
    registers,
    collect() {
      this.set(votes.median(now()));
    },
  });
  new Gauge({
    name: 'spacetime_clients_reporting',
    help: 'Clients that reported their frames in the last 15 seconds.',
    registers,
    collect() {
      this.set(votes.reporting(now()));
    },
  });
}
