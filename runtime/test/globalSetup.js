import { startServer } from './databaseServer.setup.ts';

export default async function setup() {
  globalThis.stopDatabaseServer = await startServer();
}
