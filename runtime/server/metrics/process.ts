import { Gauge, type Registry } from 'prom-client';
import { workingSet } from './container.ts';

/** The process and the container around it. */
export function describeProcess(registry: Registry, revision: string): void {
  const registers = [registry];
  new Gauge({
    name: 'godot_memory_bytes',
    help: 'Resident memory of the runtime process.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Gauge({
    name: 'spacetime_container_memory_working_set_bytes',
    help: 'Working set of the container, by which the kubelet judges it; NaN outside containers.',
    registers,
    async collect() {
      this.set(await workingSet());
    },
  });
  new Gauge({
    name: 'spacetime_build_info',
    help: 'Always 1; its label names the revision that runs.',
    labelNames: ['revision'],
    registers,
  }).set({ revision }, 1);
}
