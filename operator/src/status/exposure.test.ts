import { stable } from '../../test/aRollout.ts';
import { aGateway, aRoute, aRoutedOwner, withSaid, yes } from '../../test/aRoute.ts';
import { aSituation } from '../../test/aSituation.ts';
import { anInstallation, anOwner } from '../../test/builders.ts';
import type { Gateway, HTTPRoute } from '../kube/types.ts';
import type { GatewayFound } from '../plan/gatewayFound.ts';
import { exposed, urlOf } from './exposure.ts';

const ref = { kind: 'Gateway', name: 'public' } as const;
const route = aRoute(stable, 0);
const accepted = withSaid(route, yes('Accepted'), yes('ResolvedRefs'));
const plain = [{ name: 'http', port: 80, protocol: 'HTTP' }];
const served = (object: Gateway | undefined, found: HTTPRoute | undefined = accepted): GatewayFound => ({
  is: 'Served',
  parents: [{ ref, ...(object && { object }) }],
  ...(found && { route: found }),
});
const no = (type: string, reason: string) => ({ type, status: 'False', reason, message: 'Not like that.' });

describe('a world behind a Gateway', () => {
  const found = (gateway: GatewayFound, owner = aRoutedOwner(), installation = anInstallation()) => {
    const { status, reason, message } = exposed({ ...aSituation(), owner, gateway, installation });
    return `${status} ${reason}: ${message}`;
  };
  const by = 'plaza.example.com by Gateway public:';

  it.each<[string, GatewayFound, string]>([
    ['all say yes', served(aGateway()), `True RouteAccepted: ${by} the route is accepted.`],
    [
      'the cluster has no Gateway API',
      { is: 'Missing' },
      'False GatewayAPIMissing: plaza.example.com by HTTPRoute plaza: the cluster does not serve gateway.networking.k8s.io/v1; install the Gateway API. Shares follow the pod counts until then.',
    ],
    [
      'there is no such Gateway',
      served(undefined),
      `False GatewayNotFound: ${by} it does not exist in this namespace; create it or change exposure.gateway.`,
    ],
    [
      'the Gateway refuses the route',
      served(aGateway(), withSaid(route, no('Accepted', 'NotAllowedByListeners'))),
      `False RouteRefused: ${by} NotAllowedByListeners: Not like that.`,
    ],
    [
      'the Gateway does not find a Service',
      served(aGateway(), withSaid(route, yes('Accepted'), no('ResolvedRefs', 'BackendNotFound'))),
      `False RouteRefused: ${by} BackendNotFound: Not like that.`,
    ],
    [
      'the listener has no TLS',
      served(aGateway(plain)),
      `False ListenerWithoutTLS: ${by} no listener of it has protocol HTTPS, which production needs; add one.`,
    ],
    [
      'nobody has looked at the route',
      served(aGateway(), route),
      `Unknown AddressPending: ${by} nobody has put it into effect yet.`,
    ],
    [
      'the route was not applied yet',
      { is: 'Served', parents: [{ ref, object: aGateway() }] },
      `Unknown AddressPending: ${by} nobody has put it into effect yet.`,
    ],
    [
      'the Gateway is not in effect',
      served(aGateway(undefined, [])),
      `Unknown AddressPending: ${by} nobody has put it into effect yet.`,
    ],
    [
      'somebody still thinks about the route',
      served(aGateway(), withSaid(route, no('Accepted', 'Pending'))),
      `Unknown AddressPending: ${by} nobody has put it into effect yet.`,
    ],
  ])('where %s', (_, gateway, expected) => {
    expect(found(gateway)).toBe(expected);
  });

  it('names one of many host names', () => {
    const hostnames = ['plaza.example.com', 'a.example.com', 'b.example.com'];
    const owner = aRoutedOwner({ exposure: { hostnames, gateway: { parentRefs: [{ name: 'public' }] } } });
    expect(found(served(aGateway()), owner)).toMatch('plaza.example.com and 2 more by Gateway public:');
  });

  it('finds a shared Gateway in its own namespace', () => {
    const shared = { ...ref, namespace: 'edge' };
    const said = withSaid(
      { ...route, spec: { ...route.spec, parentRefs: [shared] } },
      yes('Accepted'),
      yes('ResolvedRefs'),
    );
    const parents = [{ ref: shared, object: aGateway() }];
    expect(found({ is: 'Served', parents, route: said })).toBe(
      'True RouteAccepted: plaza.example.com by Gateway public of namespace edge: the route is accepted.',
    );
    expect(found({ is: 'Served', parents, route: accepted })).toMatch('Unknown AddressPending');
    expect(found({ is: 'Served', parents: [{ ref: shared }], route: said })).toMatch(
      'it does not exist in its namespace',
    );
  });

  it('says which shared Gateway nobody publishes', () => {
    const owner = aRoutedOwner({
      exposure: { hostnames: ['plaza.example.com'], gateway: { sharedGateways: ['outside'] } },
    });
    expect(found({ is: 'Served', parents: [] }, owner)).toMatch(
      "False GatewayNotFound: plaza.example.com by exposure.gateway.sharedGateways: the operator's installation publishes no Gateway outside",
    );
  });

  it('needs no TLS in development', () => {
    expect(found(served(aGateway(plain)), aRoutedOwner({ environment: 'development' }))).toMatch(
      'True RouteAccepted',
    );
  });

  it('listens to what is said of its own listener alone', () => {
    const parents = [{ ref: { ...ref, sectionName: 'https' }, object: aGateway() }];
    expect(found({ is: 'Served', parents, route: accepted })).toMatch('Unknown AddressPending');
  });
});

describe('the URL', () => {
  const urlFor = (exposure: object, gateway: GatewayFound = { is: 'NotConfigured' }) =>
    urlOf({ ...aSituation(), owner: anOwner({ exposure }), gateway });
  const hostnames = ['*.example.com', 'plaza.example.com'];

  it('is that of the Service where there is no host name', () => {
    expect(urlFor({})).toBe('http://plaza.worlds.svc');
    expect(urlFor({ hostnames: ['*.example.com'] })).toBe('http://plaza.worlds.svc');
  });

  it('has the first host name that is one', () => {
    expect(urlFor({ hostnames })).toBe('http://plaza.example.com');
  });

  it.each<[string, GatewayFound, string]>([
    ['of HTTPS', served(aGateway()), 'https://plaza.example.com'],
    ['of HTTP', served(aGateway(plain)), 'http://plaza.example.com'],
    [
      'of a port of its own',
      served(aGateway([...plain, { name: 'https', port: 8443, protocol: 'HTTPS' }])),
      'https://plaza.example.com:8443',
    ],
    ['that nobody knows', { is: 'Missing' }, 'https://plaza.example.com'],
  ])('follows a listener %s', (_, gateway, expected) => {
    expect(urlFor({ hostnames }, gateway)).toBe(expected);
  });
});
