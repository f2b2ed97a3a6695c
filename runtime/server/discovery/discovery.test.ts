import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { aRuntime, type TestRuntime } from '../../test/aRuntime.ts';

let runtime: TestRuntime;
afterEach(() => runtime.remove());

describe('the discovery port', () => {
  it('answers a probe over UDP with the ports of the world', async () => {
    runtime = await aRuntime(() => ({ SPACETIME_DISCOVERY_MODE: 'Answer', GODOT_DISCOVERY_PORT: '0' }));
    const socket = createSocket('udp4');
    socket.send(
      JSON.stringify({ type: 'spacetime.probe', version: 1, id: 'x', pad: ' '.repeat(400) }),
      runtime.ports.discovery,
      '127.0.0.1',
    );
    const [answer] = (await once(socket, 'message')) as [Buffer];
    socket.close();
    expect(JSON.parse(String(answer))).toMatchObject({
      type: 'spacetime.here',
      id: 'x',
      revision: 'dev',
      ports: { api: runtime.ports.api },
    });
  });

  it('is closed when discovery is disabled', async () => {
    runtime = await aRuntime();
    expect(runtime.ports.discovery).toBeUndefined();
  });

  it('names its variable when the port is taken', async () => {
    runtime = await aRuntime(() => ({ SPACETIME_DISCOVERY_MODE: 'Answer', GODOT_DISCOVERY_PORT: '0' }));
    const port = String(runtime.ports.discovery);
    const second = aRuntime(() => ({ SPACETIME_DISCOVERY_MODE: 'Answer', GODOT_DISCOVERY_PORT: port }));
    await expect(second).rejects.toThrow(`GODOT_DISCOVERY_PORT: cannot listen on UDP port ${port}`);
  });
});
