import { validateBytes } from 'gltf-validator';
import { compile } from './compile.ts';

describe('the shipped scenes', () => {
  const shipped = `${import.meta.dirname}/../../scenes`;
  it.each(['vr_main.tscn', 'minimal_test.tscn'])(
    '%s compiles without a warning, and the validator of Khronos accepts it',
    async (file) => {
      const { compilation } = await compile(shipped, `res://${file}`);
      expect(compilation?.warnings).toEqual([]);
      const { issues } = await validateBytes(compilation?.glb ?? new Uint8Array());
      expect(issues.numErrors).toBe(0);
    },
  );
});
