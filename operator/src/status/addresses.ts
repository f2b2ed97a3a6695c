import { certificateSource } from '../plan/certificateSource.ts';
import type { Exposed } from './exposure.ts';
import type { Situation } from './situation.ts';

type Reached = Pick<Situation, 'owner' | 'addresses'>;

/** Whether the world has the address that its Ingress or its Service is to get, where no route is asked for. */
export function addressed(reached: Reached, hosts: string): Exposed {
  const { ingress, service } = reached.owner.spec.exposure;
  if (ingress) return byIngress(reached, hosts, ingress.className);
  if (service.type === 'LoadBalancer') return byLoadBalancer(reached);
  return {
    type: 'Exposed',
    status: 'True',
    reason: 'ServiceOnly',
    message: `Service ${reached.owner.name} of type ${service.type}.`,
  };
}

function byIngress({ owner, addresses }: Reached, hosts: string, className: string | undefined): Exposed {
  const type = 'Exposed';
  const by = `${hosts} by Ingress ${owner.name}`;
  if (owner.spec.environment === 'production' && !certificateSource(owner.spec.tls))
    return {
      type,
      status: 'False',
      reason: 'ListenerWithoutTLS',
      message: `${by}: it has no certificate, which production needs; set tls.`,
    };
  if (addresses.ingress.length > 0)
    return {
      type,
      status: 'True',
      reason: 'IngressReady',
      message: `${by}: its address is ${addresses.ingress.join(', ')}.`,
    };
  const whose = className ? `of class ${className}` : "of the cluster's default class";
  return {
    type,
    status: 'Unknown',
    reason: 'AddressPending',
    message: `${by}: no controller ${whose} has given it an address yet.`,
  };
}

function byLoadBalancer({ owner, addresses }: Reached): Exposed {
  const type = 'Exposed';
  const by = `Service ${owner.name} of type LoadBalancer`;
  return addresses.service.length > 0
    ? {
        type,
        status: 'True',
        reason: 'AddressAssigned',
        message: `${by}: its address is ${addresses.service.join(', ')}.`,
      }
    : {
        type,
        status: 'Unknown',
        reason: 'AddressPending',
        message: `${by}: nobody has given it an address yet.`,
      };
}
