import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkOf } from './network.ts';

test('an IPv4 address is one address, however it is written', () => {
  assert.equal(networkOf('192.0.2.7'), '192.0.2.7');
  assert.equal(networkOf('::ffff:192.0.2.7'), '192.0.2.7');
  assert.equal(networkOf('::FFFF:192.0.2.7'), '192.0.2.7');
  assert.notEqual(networkOf('192.0.2.7'), networkOf('192.0.2.8'));
});

test('the addresses of one IPv6 network are one', () => {
  const same = [
    '2001:db8:1:2::1',
    '2001:0db8:0001:0002:a:b:c:d',
    '2001:DB8:1:2:ffff::',
    '2001:db8:1:2::1%eth0',
  ];
  for (const address of same) assert.equal(networkOf(address), '2001:db8:1:2::/64', address);
  assert.equal(networkOf('2001:db8:1:3::1'), '2001:db8:1:3::/64');
  assert.equal(networkOf('2001:db8::1'), '2001:db8:0:0::/64');
  assert.equal(networkOf('::1'), '0:0:0:0::/64');
  assert.equal(networkOf('fe80::1%lo'), 'fe80:0:0:0::/64');
});

test('the port that a proxy adds makes no other address', () => {
  for (const [given, network] of [
    ['192.0.2.7:51234', '192.0.2.7'],
    ['[2001:db8::7]:51234', '2001:db8:0:0::/64'],
    ['[2001:db8::7]', '2001:db8:0:0::/64'],
    ['[::ffff:192.0.2.7]:443', '192.0.2.7'],
  ] as const) {
    assert.equal(networkOf(given), network, given);
  }
});
