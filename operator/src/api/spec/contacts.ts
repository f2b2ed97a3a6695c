import * as z from 'zod';
import { choice, keyedList, rules, text } from '../fields.ts';
import type { Immutable } from '../immutable.ts';
import { url } from './url.ts';

const contact = z
  .object({
    role: choice('What the contact is for.', [
      'OnCallPrimary',
      'OnCallSecondary',
      'EngineeringManager',
      'DevOpsLead',
      'HostingProvider',
      'MonitoringService',
    ]),
    name: text('Name of the rota, team or company.', 128),
    phone: text('Telephone number.', 32).optional(),
    email: text('Email address.', 254)
      .regex(/^[^@\s]+@[^@\s]+$/)
      .optional(),
    slack: text('Slack channel or handle, such as #oncall.', 80).optional(),
    url: url('Address of a page, such as a support form.').optional(),
  })
  .meta(
    rules({
      rule: 'has(self.phone) || has(self.email) || has(self.slack) || has(self.url)',
      message: 'contacts must give at least one of phone, email, slack and url; add one.',
    }),
  );

export const contacts = keyedList(
  'Whom to call, shown in every alert. Write the rota, not a person: who may read the object reads this. A change applies at once and is no release.',
  contact,
  16,
  'role',
);

export type Contact = Immutable<z.infer<typeof contact>>;
