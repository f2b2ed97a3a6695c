import { condition } from './ask/conditions.ts';
import { certificateStored, keySecured, variable, whitelist } from './ask/objects.ts';
import { type Line, linesOf, machine, people } from './line.ts';

const inPods = 'The variable in the pods of the revision, against the spec.';
const inConfigMap = 'The whitelist in the ConfigMap of the revision, for the environment of the world.';

/** Globs that let in whatever a project holds. */
const everything = /^res:\/\/\*/;
/** Tests live below res://test or res://tests, or are called test_*. */
const testScene = /^res:\/\/tests?\/|\/test_[^/]*$/;

const variables = linesOf('1.1', 'before', [
  machine(
    'environment.api-enabled',
    '`GODOT_ENABLE_HTTP_API=true` (Enables API in release builds)',
    inPods,
    variable('GODOT_ENABLE_HTTP_API', () => 'true'),
  ),
  machine(
    'environment.production',
    '`GODOT_ENV=production` (Loads production whitelist)',
    'The variable in the pods of the revision; a world of another environment waives the line.',
    variable('GODOT_ENV', () => 'production'),
  ),
  machine(
    'environment.log-level',
    '`GODOT_LOG_LEVEL=info` (Logging verbosity: debug|info|warn|error)',
    inPods,
    variable('GODOT_LOG_LEVEL', ({ spec }) => spec.api.logLevel),
  ),
  machine(
    'environment.api-port',
    '`GODOT_API_PORT=8080` (Override default HTTP API port)',
    inPods,
    variable('GODOT_API_PORT', ({ spec }) => String(spec.api.port)),
  ),
  machine(
    'environment.telemetry-port',
    '`GODOT_TELEMETRY_PORT=8081` (Override default telemetry port)',
    inPods,
    variable('GODOT_TELEMETRY_PORT', ({ spec }) => String(spec.telemetry.port)),
  ),
  machine(
    'environment.discovery-port',
    '`GODOT_DISCOVERY_PORT=8087` (Override default discovery port)',
    inPods,
    variable('GODOT_DISCOVERY_PORT', ({ spec }) => String(spec.discovery.port)),
  ),
]);

const scenes = linesOf('1.2', 'before', [
  machine(
    'scenes.whitelist-configured',
    'Production whitelist configured',
    `${inConfigMap} It names at least one scene.`,
    whitelist((found) => found.length > 0, 'at least one'),
  ),
  machine(
    'scenes.only-required',
    'Only required scenes included',
    `${inConfigMap} No entry lets in the whole project.`,
    whitelist((found) => found.length > 0 && !found.some((one) => everything.test(one)), 'none lets in all'),
  ),
  machine(
    'scenes.no-test-scenes',
    'Test scenes removed',
    `${inConfigMap} No entry is below res://test or res://tests, or is called test_*.`,
    whitelist((found) => found.length > 0 && !found.some((one) => testScene.test(one)), 'no test scene'),
  ),
]);

const secrets = linesOf('1.3', 'before', [
  machine(
    'secrets.api-token',
    'API tokens generated (not placeholder values)',
    'Condition SecretsReady: the token is there, long enough and no placeholder.',
    condition('SecretsReady'),
  ),
  machine(
    'secrets.database',
    'Database credentials set (if using persistence)',
    'Condition DatabaseReady: the credentials are there, and the database takes connections.',
    condition('DatabaseReady'),
  ),
  machine(
    'secrets.grafana-password',
    'Grafana admin password set',
    'Condition SecretsReady: the password is there and no placeholder. That Grafana uses it is for people to see.',
    condition('SecretsReady'),
  ),
  machine(
    'secrets.tls',
    'TLS certificates generated',
    'Condition CertificateReady: a certificate is configured, fits its key and is valid.',
    condition('CertificateReady', 'Valid', 'ExpiresSoon'),
  ),
]);

const certificates = linesOf('1.4', 'before', [
  people(
    'tls.obtained',
    "TLS certificate obtained (Let's Encrypt or CA)",
    'Whose name a certificate bears, and who is to believe it, is for people to say.',
  ),
  machine(
    'tls.key-secured',
    'TLS private key secured',
    'The key is in the Secret that the pods mount, and in no ConfigMap of the world.',
    keySecured,
  ),
  machine(
    'tls.imported',
    'Certificate imported to Kubernetes',
    'The Secret that the pods mount holds the certificate and its key.',
    certificateStored,
  ),
]);

/** "1. Environment Configuration". */
export const configuration: readonly Line[] = [...variables, ...scenes, ...secrets, ...certificates];
