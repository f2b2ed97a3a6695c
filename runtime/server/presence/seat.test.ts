import { seat } from './seat.ts';

const frame = new Uint8Array([1]);
const everybody = () => new Uint8Array([2]);

const aSocket = () => {
  const sent: unknown[] = [];
  const closed: number[] = [];
  const socket = {
    bufferedAmount: 0,
    send: (data: unknown) => void sent.push(data),
    close: (code?: number) => void closed.push(code ?? 0),
    terminate: () => void closed.push(-1),
    once: () => socket,
  };
  return { socket, sent, closed, seat: seat(socket as never) };
};

describe('a seat', () => {
  it('leaves frames out while the page does not read, and then shows everybody', () => {
    const { socket, sent, seat } = aSocket();
    seat.show(frame, everybody, 0);
    socket.bufferedAmount = 65 * 1024;
    seat.show(frame, everybody, 50);
    socket.bufferedAmount = 0;
    seat.show(frame, everybody, 100);
    seat.show(frame, everybody, 150);
    expect(sent).toEqual([frame, everybody(), frame]);
  });

  it('is given up after ten seconds, or when more than a mebibyte waits', () => {
    const slow = aSocket();
    slow.socket.bufferedAmount = 65 * 1024;
    slow.seat.show(frame, everybody, 0);
    slow.seat.show(frame, everybody, 9999);
    expect(slow.closed).toEqual([]);
    slow.seat.show(frame, everybody, 10_001);
    expect(slow.closed).toEqual([4008]);
    const hopeless = aSocket();
    hopeless.socket.bufferedAmount = 2 * 1024 * 1024;
    hopeless.seat.show(frame, everybody, 0);
    hopeless.seat.say('never more');
    expect([hopeless.closed, hopeless.sent]).toEqual([[4008, -1], []]);
  });
});
