import { inlineCommands, steps } from './commands.ts';

const fence = '```';
const command = (line: number, text: string, shown = '') => ({
  kind: 'Command',
  page: 'a.md',
  line,
  text,
  shown,
});

describe('steps', () => {
  it('takes each line of a block in sh, without empty lines and comments', () => {
    const page = `# A\n\n${fence}sh\nmake up   # first\n\n# and then\nkubectl get \\\n  pods\n${fence}\n`;
    expect(steps('a.md', page)).toEqual([
      command(4, 'make up   # first'),
      command(7, 'kubectl get \\\n  pods'),
    ]);
  });

  it('takes what stands behind a prompt, and what is shown after it', () => {
    const page = `${fence}\n$ helm install \\\n    --wait\n$ kubectl get st\nNAME\nspacetime\n${fence}\n`;
    expect(steps('a.md', page)).toEqual([
      command(2, 'helm install \\\n    --wait'),
      command(4, 'kubectl get st', 'NAME\nspacetime\n'),
    ]);
  });

  it('takes files that are shown with a title', () => {
    const page = `${fence}yaml title=world.yaml\nkind: SpaceTime\n${fence}\n`;
    expect(steps('a.md', page)).toEqual([{ kind: 'File', name: 'world.yaml', content: 'kind: SpaceTime\n' }]);
  });

  it('takes nothing of pictures, queries and examples', () => {
    const page = `${fence}\n a ─► b\n${fence}\n${fence}yaml\nspec:\n${fence}\n${fence}promql\nup\n${fence}\n`;
    expect(steps('a.md', page)).toEqual([]);
  });

  it('complains of a command that does not end', () => {
    expect(() => steps('a.md', `${fence}sh\necho 'a\n${fence}\n`)).toThrow('a.md:2');
  });
});

it('inlineCommands finds commands within sentences and tables', () => {
  const page = 'Say `kubectl get st` or\n| `make up` | `NAME` |\n';
  expect(inlineCommands('a.md', page)).toEqual([command(1, 'kubectl get st'), command(2, 'make up')]);
});
