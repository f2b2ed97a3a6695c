import type { SpaceTimeSpec } from '../api/spacetime.ts';
import type { Pass } from '../api/status/promotion.ts';

/** What another environment has let this one know, by allowing its namespace. */
export interface Staging {
  readonly namespace: string;
  readonly passed: readonly Pass[];
  /** Artifact that its users have now. */
  readonly stable?: string;
  /** When its revisions first had all users, RFC 3339. */
  readonly promotions: readonly { readonly artifact?: string; readonly at: string }[];
}

/** What is to be released here. */
export interface Question {
  readonly now: Date;
  readonly name: string;
  readonly namespace: string;
  readonly requires: SpaceTimeSpec['promotion']['requires'];
  readonly artifact: string;
  readonly image: string;
  /** Digest that the candidate runs; absent before its first pod is ready. */
  readonly imageID?: string;
}

/** What a release waits for, with a sentence. `inSeconds` says when that changes by itself. */
export interface Waiting {
  readonly waitingFor: string;
  readonly message: string;
  readonly inSeconds?: number;
}

/**
 * Asks the environments that have allowed it whether this has passed there; absent when it has, or need not. Both sides
 * speak: what nobody allows, or two allow, is no answer. The sentence tells no more of the other side than yes or no.
 */
export function awaitedPass(question: Question, consenting: readonly Staging[]): Waiting | undefined {
  const { requires, artifact, image, name, namespace } = question;
  if (!requires) return undefined;
  const waitingFor = requires.compare === 'Image' ? image : artifact;
  const wait = (message: string, inSeconds?: number): Waiting => ({
    waitingFor,
    message: `promotion.requires: ${message}`,
    ...(inSeconds !== undefined && { inSeconds }),
  });
  const asked = requires.name ?? name;
  const [staging, other] = consenting;
  if (!staging) {
    const places = requires.trustedNamespaces.join(', ');
    return wait(
      `no SpaceTime ${asked} in ${places} allows ${namespace}; name it there in promotion.allowedNamespaces.`,
    );
  }
  if (other) {
    const places = `${staging.namespace} and ${other.namespace}`;
    return wait(`SpaceTimes ${asked} in ${places} both allow ${namespace}; leave one in trustedNamespaces.`);
  }
  const what = `${requires.compare === 'Image' ? 'image' : 'artifact'} ${waitingFor}`;
  const where = `SpaceTime ${asked} in ${staging.namespace}`;
  const pass = passOf(staging, question);
  if (!pass) return wait(`${what} has not passed ${where}.`);
  if (isOther(pass, question))
    return wait(`the image that runs here is another one than passed ${where}; tag it anew.`);
  const missing = requires.minStableSeconds - stableSeconds(pass, staging, question.now);
  if (missing <= 0) return undefined;
  const goesOn = staging.stable === pass.artifact;
  return wait(
    `${what} has not been stable for ${requires.minStableSeconds} s in ${where}.`,
    goesOn ? missing : undefined,
  );
}

/** Of several passes of one image the oldest. */
const passOf = ({ passed }: Staging, { requires, artifact, image }: Question): Pass | undefined =>
  passed
    .filter((pass) => (requires?.compare === 'Image' ? pass.image === image : pass.artifact === artifact))
    .sort((a, b) => Date.parse(a.time) - Date.parse(b.time))[0];

/** A tag that was pushed again brings another digest. */
const isOther = (pass: Pass, { imageID }: Question): boolean =>
  pass.imageID !== undefined && imageID !== undefined && digestOf(pass.imageID) !== digestOf(imageID);

/** The digest alone: how the image was named when it was pulled does not matter. */
const digestOf = (imageID: string): string => imageID.slice(imageID.lastIndexOf('@') + 1);

/** Seconds from the pass until now, or until the next artifact had all users there. */
function stableSeconds({ artifact, time }: Pass, { stable, promotions }: Staging, now: Date): number {
  const since = Date.parse(time);
  const ends = promotions
    .filter((one) => one.artifact !== artifact)
    .map(({ at }) => Date.parse(at))
    .filter((at) => at > since);
  // What is not stable now and was followed by nothing new went back to something older, nobody knows when.
  const ended = ends.length > 0 ? Math.min(...ends) : since;
  const until = stable === artifact ? now.getTime() : ended;
  return Math.floor((until - since) / 1000);
}
