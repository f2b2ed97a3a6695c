import type { Contact } from '../api/spec/contacts.ts';
import { type Ask, type Line, linesOf, passed, people } from './line.ts';

const filledIn =
  (role: Contact['role']): Ask =>
  ({ spec }) => {
    const found = spec.contacts.find((one) => one.role === role);
    return found && passed(`${found.name}: ${found.phone ?? found.email ?? found.slack ?? found.url}`);
  };

const contact = (check: string, title: string, role: Contact['role']) =>
  people(check, title, `A contact with the role ${role} in spec.contacts.`, filledIn(role));

/** "Contact Information": fields that people fill in. */
export const contacts: readonly Line[] = linesOf('Contacts', 'before', [
  contact('contacts.on-call-primary', 'On-Call Engineer, primary', 'OnCallPrimary'),
  contact('contacts.on-call-secondary', 'On-Call Engineer, secondary', 'OnCallSecondary'),
  contact('contacts.engineering-manager', 'Escalation: Engineering Manager', 'EngineeringManager'),
  contact('contacts.devops-lead', 'Escalation: DevOps Lead', 'DevOpsLead'),
  contact('contacts.hosting-provider', 'External Support: Hosting Provider', 'HostingProvider'),
  contact('contacts.monitoring-service', 'External Support: Monitoring Service', 'MonitoringService'),
]);
