import type { Contact } from '../../api/spec/contacts.ts';
import type { Scope } from './scope.ts';

/** Prometheus takes braces in annotations for its template language; a text of the user's must not be able to ask anything. */
export const literal = (text: string): string => text.replaceAll('{', '{{`{`}}');

/**
 * Where the release of the world stands when the alert fires. The text is a template that Prometheus fills in.
 * Source: https://prometheus.io/docs/prometheus/latest/configuration/template_reference
 */
export const standing = ({ world }: Scope): string =>
  [
    `{{ with query \`spacetime_operator_world_info{${world}}\` }}{{ with first . }}`,
    'The operator has the world in phase {{ .Labels.phase }}; users have ',
    '{{ if .Labels.stable }}revision {{ .Labels.stable }}{{ else }}no revision yet{{ end }}',
    '{{ if .Labels.candidate }}, and revision {{ .Labels.candidate }} is on trial{{ end }}.{{ end }}',
    '{{ else }}The operator tells nothing of this world, so expect nothing of it.{{ end }}',
  ].join('');

/** Whether the operator has rolled a release back a short time before. */
export const rolledBack = ({ world }: Scope): string =>
  [
    `{{ with query \`time() - spacetime_operator_rolled_back_timestamp_seconds{${world}} < 900\` }}{{ with first . }}`,
    'It rolled revision {{ .Labels.revision }} back {{ humanizeDuration .Value }} ago: {{ .Labels.reason }}.{{ end }}',
    '{{ else }}It has rolled nothing back in the last 15 minutes.{{ end }}',
  ].join('');

/** The reason that a condition gives when the alert fires. */
export const reasonOf = ({ world }: Scope, condition: string): string =>
  [
    `{{ with query \`spacetime_operator_condition{${world},type="${condition}"}\` }}`,
    `The condition ${condition} says {{ . | first | label "reason" }}.{{ else }}`,
    `The operator does not say why.{{ end }}`,
  ].join('');

/** Whom to call, one annotation for each role. */
export const contactAnnotations = (contacts: readonly Contact[]): Record<string, string> =>
  Object.fromEntries(
    contacts.map(({ role, name, phone, email, slack, url }) => {
      const ways = [phone, email, slack, url].filter((way) => way !== undefined);
      return [`contact_${snakeCase(role)}`, literal(`${name}: ${ways.join(', ')}`)];
    }),
  );

const snakeCase = (role: string): string =>
  role.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
