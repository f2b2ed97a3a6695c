import { orderIn } from './arguments.ts';

describe('the arguments of npm run db', () => {
  it('name what to do, the file and the database', () => {
    expect(orderIn(['export', 'world.jsonl'])).toMatchObject({ action: 'export', file: 'world.jsonl' });
    expect(orderIn(['import', '-', '--database', 'postgres://x/y', '--data-dir', '/z'])).toEqual({
      action: 'import',
      file: '-',
      database: 'postgres://x/y',
      dataDirectory: '/z',
      keep: 7,
    });
    expect(orderIn(['backup', '/backups', '--keep', '30'])).toMatchObject({ action: 'backup', keep: 30 });
  });

  it('may ask for help', () => {
    expect(orderIn(['--help'])).toBeUndefined();
  });

  it.each([
    [['move', 'x'], 'The first argument must be export, import, check or backup, not move.'],
    [[], 'The first argument must be export, import, check or backup.'],
    [['export'], 'export needs the name of a file, or - .'],
    [['export', 'a', 'b'], 'export takes one file; b is too much.'],
    [['export', 'a', '--force'], "Unknown option '--force'"],
    [['backup'], 'backup needs the name of a folder.'],
    [['backup', 'a', '--keep', '0'], '--keep must be a whole number from 1 to 1000, not 0.'],
    [['export', 'a', '--keep', '3'], '--keep is for backup, not export.'],
    [['import', 'a', '--database'], "'--database <value>' argument missing"],
  ])('are refused with a sentence: %j', (given, sentence) => {
    expect(() => orderIn(given)).toThrow(sentence);
  });
});
