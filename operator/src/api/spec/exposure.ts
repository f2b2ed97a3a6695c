import * as z from 'zod';
import { hostName, objectName, rules, setList } from '../fields.ts';
import { gateway } from './gateway.ts';
import { networkPolicy } from './networkPolicy.ts';
import { service } from './service.ts';

const hostname = hostName('A host name, such as spacetime.example.com.', 'exposure.hostnames');

const ingress = z
  .object({
    className: objectName("IngressClass to use. Absent: the cluster's default.").optional(),
  })
  .describe(
    'Ingress of the name of the world, for every host name; it ends TLS with the certificate of tls. An empty object is a choice.',
  );

export const exposure = z
  .object({
    hostnames: setList('Public names of the world; the first without * is in status.url.', hostname, 16),
    service,
    gateway: gateway.optional(),
    ingress: ingress.optional(),
    networkPolicy,
  })
  .meta(
    rules(
      {
        rule: '!(has(self.gateway) && has(self.ingress))',
        message: 'exposure must have at most one of gateway and ingress; remove one.',
      },
      {
        rule: '!(has(self.gateway) || has(self.ingress)) || (has(self.hostnames) && self.hostnames.size() > 0)',
        message:
          'exposure.hostnames must name at least one host when exposure.gateway or exposure.ingress is set.',
        fieldPath: '.hostnames',
      },
    ),
  )
  .describe('How the world is reached. A change applies at once and is no release.')
  .prefault({});
