// Answers 500 to every twentieth request from the first user on.
import { changeStatus, isContent, secondsWithUsers } from './users.mjs';

let asked = 0;
changeStatus((request, status) => {
  if (!isContent(request) || secondsWithUsers() < 0) return status;
  asked += 1;
  return asked % 20 === 0 ? 500 : status;
});
