// Answers 503 to more than a hundred requests in a second.
import { changeStatus, isContent } from './users.mjs';

let second = 0;
let answered = 0;
changeStatus((request, status) => {
  const now = Math.floor(Date.now() / 1000);
  answered = now === second ? answered + 1 : 1;
  second = now;
  // Probes are not content, but what the load asks for is one of them below /api.
  return answered > 100 && (isContent(request) || request.url.startsWith('/api/')) ? 503 : status;
});
