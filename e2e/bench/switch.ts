import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Tells images with the fault `switched` whether to fail. */
export interface Switch {
  readonly url: string;
  set(isOn: boolean): void;
  close(): Promise<void>;
}

/** Starts a switch at an address of this machine that pods reach. */
export async function startSwitch(address: string): Promise<Switch> {
  let text = 'off';
  const server = createServer((_, answer) => answer.end(text));
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${port}/`,
    set: (isOn) => {
      text = isOn ? 'on' : 'off';
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
