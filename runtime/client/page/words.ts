import { element } from './element.ts';

/** Where the page says in words how things are; each place keeps one sentence, and nothing once all is well. */
export type Topic = 'loading' | 'vr' | 'link' | 'company' | 'graphics';

/** Says a sentence; screen readers read it out. */
export function say(topic: Topic, words: string): void {
  const place = element(topic);
  if (place.textContent !== words) place.textContent = words;
}
