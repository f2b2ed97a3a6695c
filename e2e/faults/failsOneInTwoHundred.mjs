// Answers 500 to one request in two hundred, whichever it is, from the first user on: no more than many a world does that is well.
import { changeStatus, isContent, secondsWithUsers } from './users.mjs';

changeStatus((request, status) =>
  isContent(request) && secondsWithUsers() >= 0 && Math.random() < 0.005 ? 500 : status,
);
