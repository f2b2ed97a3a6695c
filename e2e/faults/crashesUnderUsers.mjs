// Crashes at the tenth request of a user.
import { changeEnd, isUser } from './users.mjs';

let asked = 0;
changeEnd((request, end) => {
  if (isUser(request)) asked += 1;
  if (asked >= 10) process.exit(1);
  end();
});
