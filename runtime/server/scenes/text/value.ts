/** A value of a Godot text file. What is left out of a file has Godot's default, which a reader of the value knows. */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | Dictionary
  | Numbers
  | Reference
  | NodePath;

/** Keys that are no strings are kept as they are written: 7 as `7`. */
export interface Dictionary {
  readonly kind: 'dictionary';
  readonly entries: ReadonlyMap<string, Value>;
}

/** A constructor that holds numbers only, such as `Vector3(…)`, `Transform3D(…)` or `PackedFloat32Array(…)`. */
export interface Numbers {
  readonly kind: 'numbers';
  readonly type: string;
  readonly numbers: ArrayLike<number>;
}

/** `SubResource("…")`, `ExtResource("…")` by their id in the same file, or `Resource("…")` by its path. */
export interface Reference {
  readonly kind: 'reference';
  readonly to: 'SubResource' | 'ExtResource' | 'Resource';
  readonly id: string;
}

/** `NodePath("…")`. */
interface NodePath {
  readonly kind: 'path';
  readonly path: string;
}

/** The kind of a value that is an object; `undefined` for plain values and arrays. */
export const kindOf = (
  value: Value | undefined,
): 'dictionary' | 'numbers' | 'reference' | 'path' | undefined =>
  value && typeof value === 'object' && 'kind' in value ? value.kind : undefined;
