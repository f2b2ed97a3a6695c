import { element } from './element.ts';

/** Where the page says in words how things are; each place keeps one sentence, and nothing once all is well. */
type Topic = 'loading' | 'vr' | 'link' | 'company' | 'graphics';

const newsMilliseconds = 10_000;
let news: ReturnType<typeof setTimeout> | undefined;

/** Says a sentence; screen readers read it out. */
export function say(topic: Topic, words: string): void {
  const place = element(topic);
  if (place.textContent !== words) place.textContent = words;
}

/** Says what has just happened to somebody, for ten seconds. */
export function tellNews(words: string): void {
  clearTimeout(news);
  say('company', words);
  news = setTimeout(() => say('company', ''), newsMilliseconds);
}
