import { CommanderError } from 'commander';
import { isApiError, NotFound, Unavailable } from '../../operator/src/kube/errors.ts';
import { BadInput, Failed } from './problem.ts';

/** What to say when a command could not be done, and the exit code: 2 for bad input, 1 for everything else. */
export interface Complaint {
  readonly sentence: string;
  readonly exitCode: number;
}

/** One sentence for whatever a command threw. */
export function complaint(error: unknown): Complaint {
  if (error instanceof CommanderError) return { sentence: parserSentence(error), exitCode: 2 };
  if (error instanceof BadInput) return { sentence: error.message, exitCode: 2 };
  if (error instanceof Failed) return { sentence: error.message, exitCode: 1 };
  if (error instanceof Unavailable) return { sentence: unreachable(error), exitCode: 1 };
  if (error instanceof NotFound && error.message.startsWith('list spacetimes:'))
    return { sentence: notInstalled, exitCode: 1 };
  if (isApiError(error)) return { sentence: `The API server refused: ${error.message}`, exitCode: 1 };
  return { sentence: error instanceof Error ? error.message : String(error), exitCode: 1 };
}

const notInstalled =
  'This cluster knows no SpaceTimes: install the operator first, or name another context with --context.';

/** `error: unknown option '--x'` and a hint on a second line, as one line. */
function parserSentence({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'Name a command; kubectl spacetime --help lists them.';
  return `${message.replace(/^error: /, '').replaceAll('\n', ' ')}; see --help.`;
}

function unreachable({ message, cause }: Unavailable): string {
  const reasons = cause instanceof AggregateError ? cause.errors : [];
  const reason = reasons[0] instanceof Error ? reasons[0].message : message.replace(/^[^:]*: /, '');
  return `The API server does not answer (${reason}): see that the cluster runs and that --context and --kubeconfig lead to it.`;
}
