import { stringify } from 'yaml';
import type { Placed } from '../operatorPods.ts';

/**
 * Words that YAML writes without quotes, each standing for an expression of Helm. Those in `blocks` are whole fields,
 * left out when the value is empty.
 */
export const release = 'RELEASE_NAMESPACE';
const words = {
  // A namespace may be called 123, which YAML takes for a number.
  [release]: '{{ .Release.Namespace | quote }}',
  VALUE_RUNBOOKS: '{{ .Values.runbookBaseURL | quote }}',
  RELEASE_SERVICE: '{{ .Release.Service }}',
  CHART_LABEL: '{{ .Chart.Name }}-{{ .Chart.Version }}',
  VALUE_IMAGE: '{{ .Values.image | quote }}',
  VALUE_PULL_POLICY: '{{ .Values.imagePullPolicy }}',
  VALUE_REPLICAS: '{{ .Values.replicas }}',
  VALUE_SPREAD: '{{ if eq .Values.spread "Required" }}DoNotSchedule{{ else }}ScheduleAnyway{{ end }}',
  VALUE_LOG_LEVEL: '{{ .Values.logLevel }}',
  VALUE_DATABASE_IMAGE: '{{ .Values.databaseImage | quote }}',
} as const;

const block = (value: string) => `BLOCK_${value}`;
const optional = (value: string) => `OPTIONAL_${value}`;

/** The settings of an installation as expressions. */
export const expressions: Placed = {
  image: 'VALUE_IMAGE',
  imagePullPolicy: 'VALUE_PULL_POLICY',
  imagePullSecrets: block('imagePullSecrets'),
  replicas: 'VALUE_REPLICAS',
  whenNoOwnNode: 'VALUE_SPREAD',
  ownNodes: 'REQUIRED_REPLICAS',
  resources: block('resources'),
  nodeSelector: block('nodeSelector'),
  tolerations: block('tolerations'),
  affinity: block('affinity'),
  priorityClassName: block('priorityClassName'),
  logLevel: 'VALUE_LOG_LEVEL',
  databaseImage: 'VALUE_DATABASE_IMAGE',
  checkBrowserImage: optional('checkBrowserImage'),
  sharedGateways: optional('sharedGateways'),
  runbookBaseURL: 'VALUE_RUNBOOKS',
};

interface Labelled {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
}

/** Says, as Helm's charts do, which tool and chart an object comes from. */
const ofHelm = (object: Labelled) => ({
  ...object,
  metadata: {
    ...object.metadata,
    labels: {
      ...object.metadata.labels,
      'app.kubernetes.io/managed-by': 'RELEASE_SERVICE',
      'helm.sh/chart': 'CHART_LABEL',
    },
  },
});

/** One template of a chart that holds these objects. */
export const template = (objects: readonly object[]): string =>
  objects
    .map((object) => stringify(ofHelm(object as Labelled), { lineWidth: 0, aliasDuplicateObjects: false }))
    .map(withExpressions)
    .join('---\n');

function withExpressions(yaml: string): string {
  const escaped = yaml.replaceAll('{{', '{{ "{{" }}');
  const single = Object.entries(words).reduce(
    (text, [word, expression]) => text.replaceAll(word, expression),
    escaped,
  );
  return single
    .replaceAll(/^( *)minDomains: REQUIRED_REPLICAS\n/gm, whereRequired)
    .replaceAll(/^( *)(\w+): BLOCK_(\w+)\n/gm, (_, indent: string, field: string, value: string) =>
      blockOf(indent, field, value),
    )
    .replaceAll(/^( *)- (name: \w+)\n +value: OPTIONAL_(\w+)\n/gm, optionalItem);
}

const blockOf = (indent: string, field: string, value: string): string =>
  [
    `${indent}{{- with .Values.${value} }}`,
    `${indent}${field}: {{- toYaml . | nindent ${indent.length + 2} }}`,
    `${indent}{{- end }}`,
    '',
  ].join('\n');

/** The API server takes minDomains only where a pod may not be started elsewhere. */
const whereRequired = (_: string, indent: string): string =>
  [
    `${indent}{{- if eq .Values.spread "Required" }}`,
    `${indent}minDomains: {{ .Values.replicas }}`,
    `${indent}{{- end }}`,
    '',
  ].join('\n');

const optionalItem = (_: string, indent: string, name: string, value: string): string =>
  [
    `${indent}{{- with .Values.${value} }}`,
    `${indent}- ${name}`,
    `${indent}  value: {{ . | quote }}`,
    `${indent}{{- end }}`,
    '',
  ].join('\n');
