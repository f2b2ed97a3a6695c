import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** This machine's own address as `host` sees it, such as a pod's; nothing is sent. */
export async function addressTowards(host: string): Promise<string> {
  const socket = createSocket('udp4');
  socket.connect(80, host);
  await once(socket, 'connect');
  const { address } = socket.address();
  socket.close();
  return address;
}
