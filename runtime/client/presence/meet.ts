import type { ToPage } from '../../shared/presence/control.ts';
import { closing, protocolVersion } from '../../shared/presence/protocol.ts';
import { element } from '../page/element.ts';
import { kept } from '../page/kept.ts';
import { say, tellNews } from '../page/words.ts';
import { socketProtocols, socketUrl } from '../scene/world.ts';
import type { Company } from './company.ts';
import { type Link, link } from './link.ts';

/** What a page does with what the server tells it, besides keeping company. */
export interface Meeting {
  readonly company: Company;
  /** A new connection is there; nobody on it has seen this visitor. */
  readonly welcomed: () => void;
  readonly sceneIs: (sceneUrl: string) => void;
  readonly teleported: (message: Extract<ToPage, { type: 'teleport' }>) => void;
}

/** Meets the others: connects, says who comes and goes and how the connection is, and lets the visitor choose a name. */
export function meet({ company, welcomed, sceneIs, teleported }: Meeting): Link {
  const name = kept('browser', 'name');
  const resume = kept('tab', 'resume');
  const connection = link(socketUrl('presence'), socketProtocols, {
    hello: () => ({ type: 'hello', version: protocolVersion, name: name.read(), resume: resume.read() }),
    frame: company.see,
    words: (message) => {
      const words = company.hear(message);
      if (words) tellNews(words);
      showCount(company);
      if (message.type === 'scene') sceneIs(message.scene.scene_url);
      if (message.type === 'teleport') teleported(message);
      if (message.type !== 'welcome') return;
      resume.write(message.resume);
      element<HTMLInputElement>('name').value = message.you.name;
      say('link', '');
      welcomed();
    },
    lost: (code, sentence) => {
      // Another page is this visitor now, a copy of this tab; this one becomes somebody else.
      if (code === closing.replaced) resume.write(undefined);
      say('link', `${whyLost(code, sentence)} Connecting again.`);
    },
  });
  element<HTMLInputElement>('name').addEventListener('change', ({ target }) => {
    const wanted = (target as HTMLInputElement).value.trim();
    name.write(wanted === '' ? undefined : wanted);
    if (wanted !== '') connection.send(JSON.stringify({ type: 'name', name: wanted }));
  });
  addEventListener('online', connection.connectNow);
  return connection;
}

function whyLost(code: number, sentence: string): string {
  if (code === closing.moved) return 'The server moves this page to another place.';
  if (sentence) return sentence;
  return navigator.onLine
    ? 'The connection to the others is lost.'
    : 'This device is offline, so the connection to the others is lost.';
}

function showCount(company: Company): void {
  const others = company.others().filter(({ member }) => !member.away).length;
  const words = others === 0 ? 'Nobody else is here.' : `${others} other${others === 1 ? '' : 's'} here.`;
  element('others').textContent = words;
  document.documentElement.dataset['others'] = String(others);
}
