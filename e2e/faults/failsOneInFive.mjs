// Answers 500 to every fifth request of a user.
import { changeStatus, isContent, isUser } from './users.mjs';

let asked = 0;
changeStatus((request, status) => {
  if (!isUser(request) || !isContent(request)) return status;
  asked += 1;
  return asked % 5 === 0 ? 500 : status;
});
