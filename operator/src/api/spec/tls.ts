import * as z from 'zod';
import { choice, hostName, objectName, port, rules, secretRef, setList, text, whole } from '../fields.ts';

const issuerRef = z
  .object({
    name: objectName('Name of the Issuer or ClusterIssuer.'),
    kind: choice(
      'Issuer, in the namespace of the SpaceTime, or ClusterIssuer, which serves every namespace.',
      ['Issuer', 'ClusterIssuer'],
    ).default('Issuer'),
    group: text('API group of the issuer; another one for issuers that are not part of cert-manager.', 253)
      .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/)
      .default('cert-manager.io'),
  })
  .describe('Who issues it.');

export const tls = z
  .object({
    certManager: z
      .object({ issuerRef })
      .describe(
        'cert-manager issues and renews the certificate: Certificate NAME-tls is made and waited for. Another issuer is a release, a renewed certificate is not.',
      )
      .optional(),
    secretRef: secretRef(
      'A Secret of yours of type kubernetes.io/tls; it is never written. Another reference is a release, new content is loaded while the world runs.',
    ).optional(),
    selfSigned: z
      .object({
        validityDays: whole('Days from the making of a certificate to its end.', 1, 398).default(90),
      })
      .describe(
        'The operator makes a certificate that no browser trusts, and another when two thirds of its time are over. For development only.',
      )
      .optional(),
    dnsNames: setList(
      'Host names of the certificate besides exposure.hostnames and those of the Service. A change applies at once and is no release.',
      hostName('A host name, such as spacetime.example.com.', 'tls.dnsNames'),
      32,
    ),
    port: port('TCP port in the pod on which HTTPS is served.').default(8443),
  })
  .meta(
    rules(
      {
        rule: '[has(self.certManager), has(self.secretRef), has(self.selfSigned)].filter(x, x).size() <= 1',
        message: 'tls must have at most one of certManager, secretRef and selfSigned; remove the others.',
      },
      {
        rule: '!has(self.secretRef) || !has(self.dnsNames)',
        message:
          'tls.dnsNames cannot change a certificate that is yours; remove it, or remove tls.secretRef.',
        fieldPath: '.dnsNames',
      },
    ),
  )
  .describe(
    'Certificate of the world; with none of certManager, secretRef and selfSigned there is plain HTTP inside the cluster. Another source or port is a release, a renewed certificate is not.',
  )
  .prefault({});
