import { readCompressed } from '../../shared/telemetryFrames.ts';
import { type Form, outlet, sendable } from './outlet.ts';

const socket = {
  sent: [] as unknown[],
  bufferedAmount: 0,
  send: (data: unknown) => void socket.sent.push(data),
  close: () => {},
};
let form: Form;
let skipped: number;
let given: number;
const out = () =>
  outlet(socket, {
    form: () => form,
    skipped: () => {
      skipped += 1;
    },
    hopeless: () => {
      given += 1;
    },
  });
beforeEach(() => {
  form = { binaryFormat: 'le', compression: true };
  [skipped, given, socket.bufferedAmount] = [0, 0, 0];
  socket.sent.splice(0);
});

const short = sendable({ type: 'event' }, () => Uint8Array.of(1, 2, 3));
const long = { text: 'x'.repeat(2000) };

describe('what is sent', () => {
  it('is JSON, or the bytes of its own form where the client wants them', () => {
    out().answer(short);
    form = { binaryFormat: 'none', compression: true };
    out().answer(short);
    expect(socket.sent).toEqual([Uint8Array.of(1, 2, 3), '{"type":"event"}']);
  });

  it('is compressed where it is long, unless the client wants it plain', async () => {
    out().answer(sendable(long));
    form = { binaryFormat: 'le', compression: false };
    out().answer(sendable(long));
    const [bytes, text] = socket.sent as [Uint8Array<ArrayBuffer>, string];
    expect(bytes.length).toBeLessThan(100);
    expect(await readCompressed(bytes)).toEqual(long);
    expect(JSON.parse(text)).toEqual(long);
  });
});

describe('a client that does not read', () => {
  it('gets answers but no events until it has read', () => {
    const slow = out();
    socket.bufferedAmount = 64 * 1024 + 1;
    slow.tell(short, 0);
    slow.answer(short);
    socket.bufferedAmount = 0;
    slow.tell(short, 20_000);
    expect([socket.sent.length, skipped, given]).toEqual([2, 1, 0]);
  });

  it('is given up after ten seconds', () => {
    const slow = out();
    socket.bufferedAmount = 64 * 1024 + 1;
    for (const now of [0, 10_000, 10_001]) slow.tell(short, now);
    expect([skipped, given]).toEqual([3, 1]);
  });

  it('is given up at once when a megabyte waits for it', () => {
    socket.bufferedAmount = 1024 * 1024 + 1;
    out().tell(short, 0);
    out().answer(short);
    expect([socket.sent.length, given]).toEqual([0, 2]);
  });
});
