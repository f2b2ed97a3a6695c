import {
  CanvasTexture,
  Color,
  DoubleSide,
  Mesh,
  MeshBasicMaterial,
  type Object3D,
  PlaneGeometry,
  SRGBColorSpace,
} from 'three';
import type { Label, NodeExtras, Color as Tone } from '../../shared/sceneExtras.ts';

const lettersPixels = 64;
const lineHeight = 1.25;
const mostPixels = 2048;

/** Draws the texts of a scene at their nodes. */
export function drawLabels(root: Object3D): void {
  const found: [Object3D, Label][] = [];
  root.traverse((object) => {
    const { label } = object.userData as NodeExtras;
    if (label) found.push([object, label]);
  });
  for (const [node, label] of found) {
    const drawn = draw(label);
    if (drawn) node.add(drawn);
  }
}

const style = ([red, green, blue]: Tone) => new Color().setRGB(red, green, blue, SRGBColorSpace).getStyle();

function draw(label: Label): Mesh | undefined {
  const context = document.createElement('canvas').getContext('2d');
  if (!context || label.text === '') return undefined;
  const font = `${lettersPixels}px system-ui, sans-serif`;
  context.font = font;
  const metresPerPixel = label.size / lettersPixels;
  const lines = broken(label, (text) => context.measureText(text).width * metresPerPixel);
  const margin = lettersPixels / 4;
  const longest = Math.max(...lines.map((line) => context.measureText(line).width));
  const { canvas } = context;
  canvas.width = Math.min(mostPixels, Math.ceil(longest + 2 * margin));
  canvas.height = Math.min(mostPixels, Math.ceil(lines.length * lettersPixels * lineHeight + 2 * margin));
  context.font = font;
  write(context, lines, label);
  const [width, height] = [canvas.width * metresPerPixel, canvas.height * metresPerPixel];
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  const shape = new PlaneGeometry(width, height);
  const across = { left: width / 2, center: 0, right: -width / 2 };
  const up = { top: -height / 2, center: 0, bottom: height / 2 };
  shape.translate(across[label.align], up[label.vertical], 0);
  return new Mesh(
    shape,
    new MeshBasicMaterial({
      map: texture,
      transparent: true,
      opacity: label.opacity,
      side: DoubleSide,
      depthWrite: false,
    }),
  );
}

function write(
  context: CanvasRenderingContext2D,
  lines: readonly string[],
  { align, color, outline, size }: Label,
) {
  const { width } = context.canvas;
  const margin = lettersPixels / 4;
  const x = { left: margin, center: width / 2, right: width - margin }[align];
  context.textAlign = align;
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  for (const [n, line] of lines.entries()) {
    const y = margin + (n + 0.5) * lettersPixels * lineHeight;
    if (outline) {
      // Godot draws a quarter of the outline's size on either side.
      context.lineWidth = (outline.size * lettersPixels) / size / 2;
      context.strokeStyle = style(outline.color);
      context.strokeText(line, x, y);
    }
    context.fillStyle = style(color);
    context.fillText(line, x, y);
  }
}

/** Breaks a text where it says, and between words where it gets too wide. */
function broken({ text, width }: Label, measure: (text: string) => number): string[] {
  const lines = text.split('\n');
  if (width === undefined) return lines;
  return lines.flatMap((line) => {
    const rows: string[] = [];
    for (const word of line.split(' ')) {
      const longer = rows.length > 0 ? `${rows.at(-1)} ${word}` : word;
      if (rows.length > 0 && measure(longer) <= width) rows[rows.length - 1] = longer;
      else rows.push(word);
    }
    return rows;
  });
}
