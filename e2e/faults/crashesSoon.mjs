// Starts, passes its first probes, and crashes four seconds later.
setTimeout(() => process.exit(1), 4000);
