// Answers 503 to whoever asks the API more than a hundred times in ten seconds, which no page does.
import { changeStatus } from './users.mjs';

const asked = [];
changeStatus((request, status) => {
  // A router says the rest of a path alone.
  if (!(request.originalUrl ?? request.url).startsWith('/api/')) return status;
  const now = Date.now();
  asked.push(now);
  while (asked[0] < now - 10_000) asked.shift();
  return asked.length > 100 ? 503 : status;
});
