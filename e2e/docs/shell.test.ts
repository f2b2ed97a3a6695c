import { parseShell } from './shell.ts';

describe('parseShell', () => {
  it.each([
    ['words', 'kubectl get pods', [['kubectl', 'get', 'pods']]],
    ['quotes', `a 'b c' "d e"f`, [['a', 'b c', 'd ef']]],
    [
      'a substitution',
      'U=$(make -s kubeconfig) kubectl get',
      [['U=$(make -s kubeconfig)', 'kubectl', 'get']],
    ],
    ['a comment with an apostrophe', `kubectl get st  # cert-manager's own view`, [['kubectl', 'get', 'st']]],
    ['a number sign within a word', 'echo a#b', [['echo', 'a#b']]],
    ['pipes and lists', 'a | b && c; d', [['a'], ['b'], ['c'], ['d']]],
    ['output into a file', 'a b > file | c 2>&1', [['a', 'b'], ['c']]],
    ['a line that goes on', 'a \\\n  b', [['a', 'b']]],
    ['nothing', '# only this', []],
  ])('reads %s', (_, text, programs) => {
    expect(parseShell(text)).toEqual({ programs, isOpen: false });
  });

  it.each([["echo 'FROM a"], ['echo "a'], ['a $(b'], ['a \\']])('knows that %j goes on', (text) => {
    expect(parseShell(text).isOpen).toBe(true);
  });
});
