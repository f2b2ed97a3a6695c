import { CommanderError } from 'commander';
import { type Clock, systemClock } from '../../operator/src/clock.ts';
import { openApi } from '../src/cluster/api.ts';
import type { Ground } from '../src/commands/ground.ts';
import { complaint } from '../src/complaint.ts';
import { orHelp, program } from '../src/program.ts';
import { noColors } from '../src/view/paint.ts';
import { noon } from './aSpaceTime.ts';

/** What a person sees who typed a command. */
export interface Answered {
  readonly out: string;
  /** What was wrong; empty when nothing was. */
  readonly sentence: string;
  readonly exitCode: number;
}

/** Types a command at noon, with the cluster that the kubeconfig leads to. `redraw` hears of each drawing. */
export async function typing(
  args: readonly string[],
  kubeconfig?: string,
  {
    signal = new AbortController().signal,
    redraw = () => undefined,
    clock = systemClock,
    kubectl = 'kubectl',
  }: Partial<Watching> = {},
): Promise<Answered> {
  const printed: string[] = [];
  const ground: Ground = {
    open: (where) => openApi({ ...(kubeconfig && { kubeconfig }), ...where }, systemClock),
    clock: { ...clock, date: () => noon },
    kubectl,
    signal,
    terminal: { paint: noColors, print: (lines) => printed.push(...lines), redraw },
  };
  const answered = (sentence: string, exitCode: number) => ({ out: printed.join('\n'), sentence, exitCode });
  try {
    await program(ground, '1.2.3').parseAsync(orHelp(args), { from: 'user' });
    return answered('', 0);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return answered('', 0);
    const { sentence, exitCode } = complaint(error);
    return answered(sentence, exitCode);
  }
}

interface Watching {
  /** What takes the place of kubectl. */
  readonly kubectl: string;
  readonly signal: AbortSignal;
  /** Its time of day is noon all the same. */
  readonly clock: Clock;
  readonly redraw: (lines: readonly string[]) => void;
}
