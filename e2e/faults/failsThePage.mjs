// Answers 500 to users who ask for the page, and nothing else.
import { changeStatus, isUser } from './users.mjs';

changeStatus((request, status) => (isUser(request) && request.url === '/' ? 500 : status));
