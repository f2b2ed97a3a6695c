import {
  CanvasTexture,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  PlaneGeometry,
  type Scene,
  ShaderMaterial,
  SRGBColorSpace,
  type Vector3,
} from 'three';

/** Names above heads, turned to whoever looks: one draw call for all of them. */
export interface NameTags {
  /** Writes the names of these visitors, in their order. */
  readonly write: (names: readonly string[]) => void;
  readonly begin: () => void;
  /** Shows the name with this index above a head in this frame. */
  readonly add: (name: number, head: Vector3) => void;
  readonly end: () => void;
}

const cell = { width: 256, height: 64 } as const;
const columns = 8;
const rows = 16;
const most = columns * rows;
const aboveHead = 0.3;

const vertexShader = `
  attribute vec3 place;
  attribute float cell;
  varying vec2 at;
  void main() {
    vec3 towards = cameraPosition - place;
    vec3 right = normalize(vec3(towards.z, 0.0, -towards.x) + vec3(1e-6, 0.0, 0.0));
    vec3 corner = place + right * position.x + vec3(0.0, position.y, 0.0);
    vec2 first = vec2(mod(cell, ${columns}.0), ${rows - 1}.0 - floor(cell / ${columns}.0));
    at = (first + uv) / vec2(${columns}.0, ${rows}.0);
    gl_Position = projectionMatrix * viewMatrix * vec4(corner, 1.0);
  }
`;
const fragmentShader = `
  uniform sampler2D names;
  varying vec2 at;
  void main() {
    gl_FragColor = texture2D(names, at);
    if (gl_FragColor.a < 0.02) discard;
    #include <colorspace_fragment>
  }
`;

/** No names yet. */
export function nameTags(scene: Scene): NameTags {
  const plane = new PlaneGeometry(0.6, 0.15);
  const shape = new InstancedBufferGeometry();
  shape.index = plane.index;
  shape.setAttribute('position', plane.getAttribute('position'));
  shape.setAttribute('uv', plane.getAttribute('uv'));
  const places = new InstancedBufferAttribute(new Float32Array(3 * most), 3).setUsage(DynamicDrawUsage);
  const cells = new InstancedBufferAttribute(new Float32Array(most), 1).setUsage(DynamicDrawUsage);
  shape.setAttribute('place', places);
  shape.setAttribute('cell', cells);
  const sheet = nameSheet();
  const material = new ShaderMaterial({
    uniforms: { names: { value: sheet.texture } },
    vertexShader,
    fragmentShader,
    transparent: true,
    depthWrite: false,
  });
  const tags = new Mesh(shape, material);
  tags.frustumCulled = false;
  scene.add(tags);
  let count = 0;
  return {
    write: sheet.write,
    begin: () => {
      count = 0;
    },
    add: (name, head) => {
      if (name >= most || count >= most) return;
      places.setXYZ(count, head.x, head.y + aboveHead, head.z);
      cells.setX(count, name);
      count += 1;
    },
    end: () => {
      shape.instanceCount = count;
      tags.visible = count > 0;
      places.needsUpdate = true;
      cells.needsUpdate = true;
    },
  };
}

/** One picture with all names, drawn when the first is written. */
function nameSheet() {
  const canvas = document.createElement('canvas');
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  let written: readonly string[] = [];
  return {
    texture,
    write: (names: readonly string[]) => {
      if (names.length > 0 && canvas.width !== columns * cell.width) {
        canvas.width = columns * cell.width;
        canvas.height = rows * cell.height;
        written = [];
      }
      const context = canvas.getContext('2d');
      for (const [index, name] of names.slice(0, most).entries())
        if (context && written[index] !== name) writeName(context, index, name);
      written = names;
      texture.needsUpdate = true;
    },
  };
}

function writeName(context: CanvasRenderingContext2D, index: number, name: string): void {
  const { width, height } = cell;
  const [x, y] = [(index % columns) * width, Math.floor(index / columns) * height];
  context.clearRect(x, y, width, height);
  context.font = '600 30px system-ui, sans-serif';
  const textWidth = Math.min(width - 36, context.measureText(name).width);
  context.fillStyle = '#10121ccc';
  context.beginPath();
  context.roundRect(x + (width - textWidth) / 2 - 16, y + 8, textWidth + 32, height - 16, 20);
  context.fill();
  context.fillStyle = '#ffffff';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(name, x + width / 2, y + height / 2 + 2, width - 36);
}
