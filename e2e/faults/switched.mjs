// Answers 500 while the switch at SWITCH_URL says so: a fault that begins and ends when the test wants it to.
import { changeStatus, isContent, isUser } from './users.mjs';

const url = process.env.SWITCH_URL;
let isOn = false;

async function look() {
  const answer = await fetch(url, { signal: AbortSignal.timeout(1000) }).then(
    (response) => response.text(),
    () => '',
  );
  isOn = answer === 'on';
  setTimeout(look, 100).unref();
}

if (url) void look();
changeStatus((request, status) => (isOn && isUser(request) && isContent(request) ? 500 : status));
