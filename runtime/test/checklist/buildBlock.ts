import type { ChecklistBlock } from './block.ts';

/** Section 2.2: the program by itself. It is started by the block, so it is not asked of a world that runs already. */
export const buildBlock: ChecklistBlock = {
  section: '2.2',
  name: 'Test API in Release Build',
  script: `# Start exported build with API enabled
GODOT_ENABLE_HTTP_API=true ./build/SpaceTime.exe &

# Wait 10 seconds for startup
sleep 10

# Test API connection
curl http://127.0.0.1:8080/status

# Expected: 200 OK with system status JSON`,
  expect: [
    {
      line: 'API starts in release build (with GODOT_ENABLE_HTTP_API=true)',
      holds: ({ output }) => expect(output).toContain('[HttpApiServer] Registered /scene router'),
    },
    {
      line: '`/status` endpoint returns 200',
      holds: ({ statuses }) => expect(statuses).toEqual([200]),
    },
    {
      line: 'No errors in console output',
      holds: ({ output, complaints }) => {
        expect(complaints).toBe('');
        expect(output.split('\n').filter((line) => /"level":[56]0/.test(line))).toEqual([]);
      },
    },
  ],
};
