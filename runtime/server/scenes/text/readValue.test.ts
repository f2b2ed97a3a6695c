import fc from 'fast-check';
import { SceneFault } from '../sceneFault.ts';
import { cursor } from './cursor.ts';
import { readValue } from './readValue.ts';
import type { Value } from './value.ts';

const read = (text: string): Value => readValue(cursor(text));
const numbers = (type: string, ...values: number[]) => ({ kind: 'numbers', type, numbers: values });

describe('readValue', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['true', true],
    ['-7', -7],
    ['1e-05', 1e-5],
    ['.5', 0.5],
    ['inf', Number.POSITIVE_INFINITY],
    ['-inf', Number.NEGATIVE_INFINITY],
    ['nan', Number.NaN],
    ['"a \\"b\\" \\u00e9\n2"', 'a "b" é\n2'],
    ['&"left_hand"', 'left_hand'],
    ['^"A/B:position"', { kind: 'path', path: 'A/B:position' }],
    ['NodePath("../X")', { kind: 'path', path: '../X' }],
    ['[1, "a", [true],]', [1, 'a', [true]]],
    ['Array[NodePath]([NodePath("A")])', [{ kind: 'path', path: 'A' }]],
    [
      '{\n"a": 1,\n&"b": [2],\n3: 4\n}',
      {
        kind: 'dictionary',
        entries: new Map<string, unknown>([
          ['a', 1],
          ['b', [2]],
          ['3', 4],
        ]),
      },
    ],
    [
      'Dictionary[String, ExtResource("1_x")]({"a": null})',
      { kind: 'dictionary', entries: new Map([['a', null]]) },
    ],
    ['Vector3(1, -2.5, 1e3)', numbers('Vector3', 1, -2.5, 1000)],
    ['Color(1, 0, 0.5, 1)', numbers('Color', 1, 0, 0.5, 1)],
    ['#ff8000', numbers('Color', 1, 128 / 255, 0, 1)],
    ['PackedVector3Array(1, 2, 3, 4, 5, 6)', numbers('PackedVector3Array', 1, 2, 3, 4, 5, 6)],
    ['PackedFloat32Array()', numbers('PackedFloat32Array')],
    ['PackedStringArray("a", "b")', ['a', 'b']],
    [
      'PackedByteArray("AQID")',
      { kind: 'numbers', type: 'PackedByteArray', numbers: new Uint8Array([1, 2, 3]) },
    ],
    ['PackedByteArray(1, 2)', numbers('PackedByteArray', 1, 2)],
    ['SubResource("Box_1")', { kind: 'reference', to: 'SubResource', id: 'Box_1' }],
    ['ExtResource( 3 )', { kind: 'reference', to: 'ExtResource', id: '3' }],
    ['; a comment\n  7', 7],
  ])('reads %s', (text, value) => {
    expect(read(text)).toEqual(value);
  });

  it.each([
    ['', 'line 1: a value is missing'],
    ['\n\nfoo', 'line 3: "foo" is no value'],
    ['"open', 'line 1: a text has no closing quote'],
    ['"\\u12"', 'line 1: \\u must have 4 hexadecimal digits'],
    ['"\\U99999999"', 'line 1: \\U must have 6 hexadecimal digits'],
    ['[1 2]', 'line 1: "]" is missing'],
    ['{"a" 1}', 'line 1: ":" is missing'],
    ['Vector3(1, 2)', 'line 1: Vector3 must have 3 numbers'],
    ['Vector3(1, "2", 3)', 'line 1: Vector3 must have 3 numbers'],
    ['PackedVector2Array(1)', 'line 1: PackedVector2Array must hold a multiple of 2 numbers'],
    ['PackedFloat32Array(1,,2)', 'line 1: a number is not written as one'],
    ['PackedByteArray("%")', 'line 1: PackedByteArray must be base64'],
    ['Object(Node, "script", null)', 'line 1: Object(…) is not accepted in a scene'],
    ['Teapot(1)', 'line 1: there is no value of type Teapot'],
    ['constructor(1)', 'line 1: there is no value of type constructor'],
    ['__proto__', 'line 1: "__proto__" is no value'],
    ['#12345', 'line 1: a colour must have 3, 4, 6 or 8 digits'],
    ['['.repeat(70), 'line 1: values are nested deeper than 64'],
    [`[${'PackedInt32Array('.repeat(80)}`, 'line 1: values are nested deeper than 64'],
    [`PackedInt32Array(${'1,'.repeat(2_000_001)})`, 'line 1: there are more than 2000000 values in arrays'],
  ])('refuses %.40s and says where: %s', (text, fault) => {
    expect(() => read(text)).toThrow(fault);
  });

  it('reads back whatever a writer writes', () => {
    const plain = fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.double({ noNaN: true }),
      fc.string({ unit: 'grapheme' }),
    );
    const { value } = fc.letrec<{ value: Value }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        plain,
        fc.array(tie('value'), { maxLength: 4 }),
        fc
          .tuple(fc.double({ noNaN: true }), fc.double({ noNaN: true }))
          .map(([x, y]) => numbers('Vector2', x, y) as Value),
        fc
          .dictionary(fc.string(), tie('value'), { maxKeys: 4 })
          .map((entries): Value => ({ kind: 'dictionary', entries: new Map(Object.entries(entries)) })),
      ),
    }));
    fc.assert(
      fc.property(value, (written) => {
        expect(read(write(written))).toEqual(written);
      }),
    );
  });

  it('throws nothing but its own fault, whatever it reads', () => {
    const scrap = fc.constantFrom(
      ...'[]{}(),:"\\&^#;\n= 1-e.',
      'Vector3(',
      'SubResource("a")',
      'inf',
      'Array[',
      '"a"',
    );
    fc.assert(
      fc.property(
        fc.array(scrap, { maxLength: 30 }).map((parts) => parts.join('')),
        (text) => {
          try {
            read(text);
          } catch (error) {
            expect(error).toBeInstanceOf(SceneFault);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

/** Writes a value as Godot does. */
function write(value: Value): string {
  if (typeof value === 'string') return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'number') return String(value).replace('Infinity', 'inf');
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(write).join(', ')}]`;
  if ('entries' in value && value.entries instanceof Map)
    return `{${[...value.entries].map(([key, held]) => `${write(key)}: ${write(held)}`).join(',\n')}}`;
  return 'numbers' in value ? `${value.type}(${Array.from(value.numbers).map(write).join(', ')})` : 'null';
}
