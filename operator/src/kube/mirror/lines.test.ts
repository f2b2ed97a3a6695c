import fc from 'fast-check';
import { jsonLines } from './lines.ts';

async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of sizes) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
  yield bytes.subarray(at);
}

async function read(text: string, sizes: readonly number[] = []): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of jsonLines(cut(new TextEncoder().encode(text), sizes))) values.push(value);
  return values;
}

it('the values come out as they went in, wherever the bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue({ stringUnit: 'grapheme' })),
      fc.array(fc.nat(7)),
      async (values, sizes) => {
        const lines = values.map((value) => JSON.stringify(value));
        expect(
          (await read(lines.map((line) => `${line}\n`).join(''), sizes)).map((value) =>
            JSON.stringify(value),
          ),
        ).toEqual(lines);
      },
    ),
  );
});

it('a line that is cut off is an error, after the lines before it', async () => {
  const lines = jsonLines(cut(new TextEncoder().encode('1\n{"a'), []));
  expect(await lines.next()).toEqual({ done: false, value: 1 });
  await expect(lines.next()).rejects.toThrow('the stream ended in the middle of a line');
});

it('a line that is not JSON is an error', async () => {
  await expect(read('<html>\n')).rejects.toThrow(SyntaxError);
});
