// Is never ready: it answers 503 to GET /health for ever.
import { changeStatus } from './users.mjs';

changeStatus((request, status) => (request.url === '/health' ? 503 : status));
