// Takes 64 MB more each quarter of a second, until the kernel ends it.
const taken = [];
setInterval(() => taken.push(Buffer.alloc(64_000_000, 1)), 250);
