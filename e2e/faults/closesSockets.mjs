// From the first user on, closes the connection where an answer would go out.
import { changeEnd, isContent, secondsWithUsers } from './users.mjs';

changeEnd((request, end) => {
  if (isContent(request) && secondsWithUsers() >= 0) request.socket.destroy();
  else end();
});
