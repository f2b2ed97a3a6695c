import type { Job } from '../../../operator/src/kube/types.ts';
import { type Direction, programOf } from './job.ts';

/** The kubectl commands that do the same, to be pasted into a shell. */
export function plainTransfer(
  job: Job,
  direction: Direction,
  { file, flags, startSeconds }: { file: string; flags: readonly string[]; startSeconds: number },
): readonly string[] {
  const { name, namespace } = job.metadata;
  const where = ['-n', namespace, ...flags].join(' ');
  const program = programOf(direction).join(' ');
  const quoted = /^[\w./:@%+=-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
  return [
    `kubectl create ${where} -f - <<'END'`,
    JSON.stringify(job, null, 2),
    'END',
    `kubectl wait ${where} job/${name} --for=jsonpath='{.status.ready}'=1 --timeout=${startSeconds}s`,
    ...(direction === 'backup'
      ? [
          `(umask 077; kubectl exec ${where} job/${name} -- ${program} > ${quoted})`,
          `head -n -1 ${quoted} | sha256sum; tail -n 1 ${quoted}   # twice the same sum: the file is whole`,
        ]
      : [`kubectl exec ${where} -i job/${name} -- ${program} < ${quoted}`]),
    `kubectl delete ${where} job/${name}`,
  ];
}
