/** What a page needs to draw a scene. Lengths are metres, colours sRGB from 0 to 1. */
export interface Drawing {
  readonly name: string;
  readonly nodes: readonly DrawnNode[];
}

/** A node of the scene; parents come before their children. */
export interface DrawnNode {
  /** Path from the root, which has the empty path. */
  readonly path: string;
  readonly parent: string | undefined;
  /** Rows of the basis, then the origin, as Godot writes a Transform3D. */
  readonly transform: readonly number[];
  readonly mesh?: Mesh;
}

/** A solid with its colour. */
export interface Mesh {
  readonly shape: 'box' | 'sphere' | 'plane';
  /** Width, height and depth; a plane lies flat and has no height. */
  readonly size: readonly [number, number, number];
  readonly color: readonly [number, number, number];
}
