/** The configuration cannot work, and starting again will not help. The message is one sentence for each fault. */
export class ConfigurationRefused extends Error {
  override name = 'ConfigurationRefused';
}
