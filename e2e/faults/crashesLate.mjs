// Crashes half a minute after it started, again and again.
setTimeout(() => process.exit(1), 30_000);
