import { network } from './network.ts';

it.each([
  ['192.0.2.7', '192.0.2'],
  ['::ffff:192.0.2.9', '192.0.2'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('%s counts for %s', (address, group) => {
  expect(network(address)).toBe(group);
});
