import { changeCauseAnnotation } from '../api/identity.ts';
import type { Recorded } from '../plan/recorded.ts';
import { render } from '../plan/render.ts';
import type { Observed } from './observed.ts';

/** The recorded revisions, and the one that the spec asks for if it is new: it is rendered here, once. */
export function recordsOf({
  owner,
  asked,
  records,
  now,
  object,
  operatorVersion,
}: Observed): readonly Recorded[] {
  const { content } = asked;
  if (!content || records.some(({ name }) => name === asked.revision)) return records;
  const changeCause = object.metadata.annotations?.[changeCauseAnnotation];
  const recorded: Recorded = {
    ...render(owner, asked.revision, content.pinned),
    name: asked.revision,
    number: Math.max(0, ...records.map(({ number }) => number)) + 1,
    image: owner.spec.image,
    input: content.input,
    generation: owner.generation,
    createdAt: now.toISOString(),
    ...(changeCause && { changeCause }),
    renderedBy: operatorVersion,
  };
  return [...records, recorded];
}
