import { glob } from './glob.ts';

it.each([
  ['res://vr_main.tscn', 'res://vr_main.tscn', true],
  ['res://vr_main.tscn', 'res://vr_mainXtscn', false],
  ['res://*.tscn', 'res://vr_main.tscn', true],
  ['res://*.tscn', 'res://scenes/vr_main.tscn', false],
  ['res://scenes/**', 'res://scenes/hall/lobby.tscn', true],
  ['res://scenes/**', 'res://other/lobby.tscn', false],
  ['res://**/lobby.tscn', 'res://a/b/lobby.tscn', true],
  ['res://(a|b).tscn', 'res://a.tscn', false],
])('the glob %s meets %s: %s', (pattern, path, meets) => {
  expect(glob(pattern)(path)).toBe(meets);
});
