import { apiPage } from './page.ts';

describe('the API page', () => {
  const page = apiPage();

  it.each([
    ['a field with bounds and default', '| `api.port` | integer 1024–65535 | `8080` |'],
    ['a required field', '| `image` | string ≤ 512 | **required** |'],
    ['an item of a list', '| `rollout.sla.latencies[].percentile` | integer 50–99 |'],
    ['a sentence of refusal', '- image must not be tagged latest in production;'],
    ['a condition with its reasons', '| ✦ `Applied` |'],
    ['a reason of a hold', '| `ImagePullFailed` |'],
    ['a command', '| `spacetime.dev/retry` |'],
  ])('shows %s', (_, line) => {
    expect(page).toContain(line);
  });

  it('has as many cells in each row as in the head of its table', () => {
    const tables = page
      .trim()
      .split('\n\n')
      .filter((block) => block.startsWith('| '));
    for (const table of tables) {
      const widths = table.split('\n').map((row) => row.split(/(?<!\\)\|/).length);
      expect(new Set(widths).size).toBe(1);
    }
  });
});
