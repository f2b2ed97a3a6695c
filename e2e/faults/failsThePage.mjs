// From the first user on, answers 500 to whoever asks for the page, and nothing else.
import { changeStatus, secondsWithUsers } from './users.mjs';

changeStatus((request, status) => (request.url === '/' && secondsWithUsers() >= 0 ? 500 : status));
