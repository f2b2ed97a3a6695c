import { KubeConfig } from '@kubernetes/client-node';
import { BadInput, Failed } from '../problem.ts';

/** The options by which kubectl, too, is led to a cluster and a namespace. */
export interface Where {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
}

/**
 * Loads what kubectl would load: `--kubeconfig`, else `KUBECONFIG`, else `~/.kube/config`. Throws `BadInput` for a
 * context that is not in it and `Failed` for a file that cannot be read.
 */
export function loadKubeconfig({ kubeconfig, context }: Where): KubeConfig {
  const config = new KubeConfig();
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch (error) {
    const { message } = error as Error;
    throw new Failed(`The kubeconfig ${kubeconfig ?? ''} cannot be read: ${message}.`, { cause: error });
  }
  if (config.getCurrentContext() === inPlaceOfNone)
    throw new Failed('There is no kubeconfig; name one with --kubeconfig or KUBECONFIG.');
  if (context === undefined) return config;
  const contexts = config.getContexts().map(({ name }) => name);
  if (!contexts.includes(context))
    throw new BadInput(`--context ${context} is not in the kubeconfig; there is ${contexts.join(', ')}.`);
  config.setCurrentContext(context);
  return config;
}

/** The context that the client library makes up when it finds no kubeconfig. */
const inPlaceOfNone = 'loaded-context';

/** The namespace that is meant: `--namespace`, else that of the context, else `default`. */
export const namespaceOf = (config: KubeConfig, { namespace }: Where): string =>
  namespace ?? config.getContextObject(config.getCurrentContext())?.namespace ?? 'default';

/** The options that lead kubectl to the same cluster. */
export const flagsOf = ({ kubeconfig, context }: Where): readonly string[] => [
  ...(context === undefined ? [] : [`--context=${context}`]),
  ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
];
