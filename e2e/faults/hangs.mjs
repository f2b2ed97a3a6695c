// From the first user on, begins answers and never ends them.
import { changeEnd, isContent, secondsWithUsers } from './users.mjs';

changeEnd((request, end) => {
  if (!isContent(request) || secondsWithUsers() < 0) end();
});
