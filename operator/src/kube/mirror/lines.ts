/**
 * The JSON values in a stream that has one on each line, however the bytes were cut on their way. A line that is not
 * JSON, or that the stream's end cuts off, is an error.
 */
export async function* jsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  let begun: string[] = [];
  for await (const chunk of chunks) {
    const pieces = decoder.decode(chunk, { stream: true }).split('\n');
    // Only the first piece ends what was begun before, and only the last one may go on.
    for (const piece of pieces.slice(0, -1)) {
      const line = [...begun, piece].join('');
      begun = [];
      if (line.trim() !== '') yield JSON.parse(line);
    }
    begun.push(pieces.at(-1) ?? '');
  }
  if (begun.join('').trim() !== '') throw new Error('the stream ended in the middle of a line');
}
