// Serves its first users well for eight seconds, then answers 500 to everything.
import { changeStatus, isContent, secondsWithUsers } from './users.mjs';

changeStatus((request, status) => (isContent(request) && secondsWithUsers() >= 8 ? 500 : status));
