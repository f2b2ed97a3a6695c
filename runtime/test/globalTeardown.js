export default () => globalThis.stopDatabaseServer();
