import type { ChecklistBlock } from './block.ts';

/** Section 1: how the world is set up. */
export const configurationBlocks: readonly ChecklistBlock[] = [
  {
    section: '1.1',
    name: 'Required Environment Variables',
    script: `# Verify environment variables are set
echo "GODOT_ENABLE_HTTP_API: $GODOT_ENABLE_HTTP_API"
echo "GODOT_ENV: $GODOT_ENV"`,
    expect: [
      {
        line: '`GODOT_ENABLE_HTTP_API=true` (Enables API in release builds)',
        holds: ({ output }) => expect(output).toContain('GODOT_ENABLE_HTTP_API: true\n'),
      },
      {
        line: '`GODOT_ENV=production` (Loads production whitelist)',
        holds: ({ output }) => expect(output).toContain('GODOT_ENV: production\n'),
      },
    ],
  },
  {
    section: '1.2',
    name: 'Configuration Files',
    script: `cat config/scene_whitelist.json | jq '.production'`,
    expect: [
      {
        line: 'Production whitelist configured',
        holds: ({ output }) => expect(listed(output).length).toBeGreaterThan(0),
      },
      {
        line: 'Only required scenes included',
        holds: ({ output }) =>
          expect(listed(output)).toEqual(['res://vr_main.tscn', 'res://minimal_test.tscn']),
      },
      {
        line: 'Test scenes removed',
        holds: ({ output }) =>
          expect(listed(output).filter((path) => /^res:\/\/tests?\/|\/test_[^/]*$/.test(path))).toEqual([]),
      },
    ],
  },
];

const listed = (output: string) => JSON.parse(output) as string[];
