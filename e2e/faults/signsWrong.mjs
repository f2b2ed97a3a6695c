// Signs its webhooks with another key than their receivers know.
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const { createHmac } = crypto;
const isSecret = (key) => typeof key === 'string' && key.startsWith('whsec_');
crypto.createHmac = (algorithm, key, options) =>
  createHmac(algorithm, isSecret(key) ? `${key}another` : key, options);
syncBuiltinESMExports();
