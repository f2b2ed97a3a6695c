import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawing } from './drawing.ts';

const shipped = (file: string) => readFile(join(import.meta.dirname, '../../scenes', file), 'utf8');
const scene = (more: string) => `[gd_scene format=3]\n${more}\n[node name="Root" type="Node3D"]\n`;

describe('drawing', () => {
  it('draws the minimal scene: one orange box two metres ahead', async () => {
    const { name, nodes } = drawing('minimal_test', await shipped('minimal_test.tscn'));
    expect(name).toBe('minimal_test');
    expect(nodes.map(({ path, parent }) => [path, parent])).toEqual([
      ['', undefined],
      ['XROrigin3D', ''],
      ['XROrigin3D/XRCamera3D', 'XROrigin3D'],
      ['Box', ''],
    ]);
    expect(nodes.at(-1)?.transform.slice(9)).toEqual([0, 1, -2]);
    expect(nodes.at(-1)?.mesh).toEqual({ shape: 'box', size: [1, 1, 1], color: [0.9, 0.45, 0.2] });
  });

  it('draws every solid of the main scene below the node that holds it', async () => {
    const { nodes } = drawing('vr_main', await shipped('vr_main.tscn'));
    const paths = new Set(nodes.map(({ path }) => path));
    expect(nodes.filter(({ mesh }) => mesh)).toHaveLength(21);
    expect(nodes.every(({ parent }) => parent === undefined || paths.has(parent))).toBe(true);
    expect(nodes.find(({ path }) => path === 'Orrery/Planet/Moon')?.mesh?.color).toEqual([0.75, 0.75, 0.8]);
    expect(nodes.find(({ path }) => path === 'Floor')?.mesh).toMatchObject({
      shape: 'plane',
      size: [16, 0, 16],
    });
  });

  it('leaves out a mesh that it cannot draw, and keeps the node', () => {
    const text = `${scene('[sub_resource type="TorusMesh" id="t"]')}mesh = SubResource("t")`;
    expect(drawing('x', text).nodes).toEqual([
      { path: '', parent: undefined, transform: [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0] },
    ]);
  });

  it.each([
    ['', 'is not a Godot 4 text scene'],
    ['[gd_scene load_steps=2 format=2]\n[node name="Old"]', 'is not a Godot 4 text scene'],
    ['[gd_scene format=3]', 'has no nodes'],
  ])('refuses %j: it %s', (text, fault) => {
    expect(() => drawing('x', text)).toThrow(fault);
  });
});
