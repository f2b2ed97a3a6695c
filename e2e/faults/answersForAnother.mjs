// Says that it is another revision than it is.
import { ServerResponse } from 'node:http';

const { setHeader } = ServerResponse.prototype;
ServerResponse.prototype.setHeader = function (name, value) {
  return setHeader.call(this, name, name === 'X-Spacetime-Revision' ? 'bbbbbbbbbb' : value);
};
