/**
 * What a compiled scene tells a page besides glTF. three.js shows `extras` of nodes, animations and of the scene as `userData`.
 * Lengths are metres, colours sRGB from 0 to 1 as Godot writes them, angles radians.
 */

export type Color = readonly [red: number, green: number, blue: number];

/** `extras` of a node. What is absent does not apply. */
export interface NodeExtras {
  /** Its class in Godot, such as `MeshInstance3D`. */
  readonly type?: string;
  /** Neither it nor what is below it is shown. */
  readonly visible?: false;
  /** Where a visitor's floor is at first: an XROrigin3D. Of several, the first one counts. */
  readonly origin?: true;
  /** The XRCamera3D, at the height of a visitor without a headset. */
  readonly eyes?: true;
  /** An XRController3D: what is below it moves with that hand; `pose` is `grip`, `aim` or another name of OpenXR. */
  readonly hand?: 'left' | 'right';
  readonly pose?: string;
  /** A place where visitors may start: they stand at its origin and look along its −Z. */
  readonly spawn?: true;
  /**
   * A surface to teleport to: the shape in `collider` if there is one, else the node's own mesh. Where its normal points up
   * enough to stand on is the page's to say.
   */
  readonly teleport?: true;
  /** A shape of Godot's physics around the node's origin. It is not drawn. */
  readonly collider?: Collider;
  /** Text to draw in the node's XY plane, readable from +Z. */
  readonly label?: Label;
  /** The node turns to the viewer: about all axes, or about Y only. */
  readonly billboard?: 'all' | 'y';
}

export type Collider =
  | { readonly shape: 'box'; readonly size: readonly [number, number, number] }
  | { readonly shape: 'sphere'; readonly radius: number }
  /** Along Y; `height` includes the round ends. */
  | { readonly shape: 'capsule'; readonly radius: number; readonly height: number }
  | { readonly shape: 'cylinder'; readonly radius: number; readonly height: number }
  /** Without end, facing `normal`, at `distance` along it. */
  | {
      readonly shape: 'plane';
      readonly normal: readonly [number, number, number];
      readonly distance: number;
    };

export interface Label {
  readonly text: string;
  /** Height of the letters. */
  readonly size: number;
  readonly color: Color;
  readonly opacity: number;
  /** Lines are broken at this width; absent: only where the text says. */
  readonly width?: number;
  readonly align: 'left' | 'center' | 'right';
  readonly vertical: 'top' | 'center' | 'bottom';
  readonly outline?: { readonly size: number; readonly color: Color };
}

/** `extras` of the glTF scene. */
export interface SceneExtras {
  readonly environment: Environment;
  readonly animations: readonly AnimationExtras[];
}

export interface Environment {
  readonly background: Background;
  /** Light from everywhere; energy 0 is none. */
  readonly ambient: { readonly color: Color; readonly energy: number };
  readonly fog?: Fog;
}

export type Background =
  | { readonly kind: 'color'; readonly color: Color }
  | {
      readonly kind: 'sky';
      readonly top: Color;
      readonly horizon: Color;
      readonly groundHorizon: Color;
      readonly groundBottom: Color;
    };

/** Grows with distance: by `density` a metre (exponential), or from `begin` to `end`. */
export type Fog =
  | { readonly kind: 'density'; readonly color: Color; readonly density: number }
  | { readonly kind: 'range'; readonly color: Color; readonly begin: number; readonly end: number };

/** An animation of the same name in the file. */
export interface AnimationExtras {
  readonly name: string;
  readonly loop: boolean;
  /** It starts by itself when the scene is shown. */
  readonly autoplay: boolean;
}
