const oldestMilliseconds = 1000;

/** Resident memory of this process in bytes, at most a second old: asking the kernel costs more than the rest of a short answer. */
export function residentMemory(now: () => number = () => performance.now()): () => number {
  let readAt = Number.NEGATIVE_INFINITY;
  let bytes = 0;
  return () => {
    if (now() - readAt >= oldestMilliseconds) {
      bytes = process.memoryUsage.rss();
      readAt = now();
    }
    return bytes;
  };
}
