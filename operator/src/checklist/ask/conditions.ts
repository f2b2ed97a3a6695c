import { type Ask, failed, passed } from '../line.ts';

/** A condition of the world is True, for one of these reasons where any are given. Unknown is no answer. */
export const condition =
  (type: string, ...reasons: readonly string[]): Ask =>
  ({ conditions }) => {
    const found = conditions.find((one) => one.type === type);
    if (!found || found.status === 'Unknown') return undefined;
    const isGood = found.status === 'True' && (reasons.length === 0 || reasons.includes(found.reason));
    const evidence = `${type} is ${found.reason}: ${found.message}`;
    return isGood ? passed(evidence) : failed(evidence);
  };
