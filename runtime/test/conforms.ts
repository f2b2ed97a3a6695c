import { Ajv2020 } from 'ajv/dist/2020.js';
import { described } from '../server/openapi/described.ts';
import type { ResponseObject } from '../server/openapi/operationObject.ts';

const document = described();
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ $id: 'document', ...JSON.parse(JSON.stringify(document)) });

const pointer = (...steps: string[]) =>
  `document#/${steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

/** Which path of the document an address belongs to. */
const known = Object.keys(document.paths)
  .map((path) => ({
    path,
    meets: new RegExp(`^(?:/api(?:/v2)?)?${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }))
  .sort((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')));

/** Throws what is wrong, and where, when an answer is not what the OpenAPI document says about it. Leaves its body to be read. */
export async function conforms(method: string, address: string, answer: Response): Promise<void> {
  const text = await answer.clone().text();
  if (text === '') return;
  const at = `${method} ${address} → ${answer.status}`;
  const type = (answer.headers.get('Content-Type') ?? '').split(';')[0] ?? '';
  const where = schemaOf({ method, address, status: answer.status, type });
  if (where === undefined) throw new Error(`${at}: ${type} is not documented.`);
  if (where === 'elsewhere' || !type.endsWith('json')) return;
  const validate = ajv.getSchema(where);
  if (!validate) throw new Error(`${at}: there is no schema ${where}.`);
  if (validate(JSON.parse(text))) return;
  const faults = validate.errors?.map(({ instancePath, message, params }) =>
    [instancePath || '/', message, JSON.stringify(params)].join(' '),
  );
  throw new Error(`${at} is not as documented: ${faults?.join('; ')}\n${text.slice(0, 500)}`);
}

interface Asked {
  readonly method: string;
  readonly address: string;
  readonly status: number;
  readonly type: string;
}

const problem = pointer('components', 'schemas', 'Problem');

/** Where the schema of an answer is; `elsewhere` for what is no part of the API. */
function schemaOf({ method, address, status, type }: Asked): string | 'elsewhere' | undefined {
  const pathname = address.split('?')[0] ?? '';
  const path = known.find(({ meets }) => meets.test(pathname))?.path;
  const operation = path === undefined ? undefined : document.paths[path]?.[method.toLowerCase()];
  if (path === undefined || operation === undefined)
    return type === 'application/problem+json' ? problem : 'elsewhere';
  const response = operation.responses[status] ? String(status) : 'default';
  const described: ResponseObject | undefined = operation.responses[response];
  if (!described?.content?.[type]) return undefined;
  return pointer('paths', path, method.toLowerCase(), 'responses', response, 'content', type, 'schema');
}
