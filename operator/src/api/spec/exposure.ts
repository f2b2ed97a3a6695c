import * as z from 'zod';
import { objectName, rules, setList, text } from '../fields.ts';
import { gateway } from './gateway.ts';
import { networkPolicy } from './networkPolicy.ts';
import { service } from './service.ts';

const hostname = text('A host name, such as spacetime.example.com.', 253).meta(
  rules({
    rule: "self.matches('^([*][.])?([a-z0-9]([-a-z0-9]*[a-z0-9])?[.])*[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
    message:
      'exposure.hostnames must hold host names such as spacetime.example.com, without scheme, port or path.',
  }),
);

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
