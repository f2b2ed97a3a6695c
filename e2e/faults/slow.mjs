// Takes 400 milliseconds longer for each answer to a user.
import { changeEnd, isContent, isUser } from './users.mjs';

changeEnd((request, end) => {
  if (isUser(request) && isContent(request)) setTimeout(end, 400);
  else end();
});
