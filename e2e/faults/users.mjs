import { subscribe } from 'node:diagnostics_channel';
import { ServerResponse } from 'node:http';

const machines = /^(kube-probe|spacetime-operator|spacetime-check)\//;
const seenByProbes = /^\/(metrics|(api\/)?(health|status))$/;
let firstUserAt = Number.POSITIVE_INFINITY;

subscribe('http.server.request.start', ({ request }) => {
  if (isUser(request)) firstUserAt = Math.min(firstUserAt, Date.now());
});

/** Whether a user asks, and not a probe, a check or the operator. */
export const isUser = ({ headers }) => !machines.test(headers['user-agent'] ?? '');

/** Whether it is not what probes and the operator look at: status, health and metrics. */
export const isContent = ({ url }) => !seenByProbes.test(url.split('?')[0]);

/** Seconds since the first user came; less than none before that. */
export const secondsWithUsers = () => (Date.now() - firstUserAt) / 1000;

/** Changes the status of answers as they go out, so that the runtime counts what users really see. */
export function changeStatus(choose) {
  const { writeHead } = ServerResponse.prototype;
  ServerResponse.prototype.writeHead = function (status, ...rest) {
    return writeHead.call(this, choose(this.req, status), ...rest);
  };
}

/** Does something else where an answer would end: `end` ends it. */
export function changeEnd(instead) {
  const { end } = ServerResponse.prototype;
  ServerResponse.prototype.end = function (...last) {
    instead(this.req, () => end.apply(this, last));
    return this;
  };
}
