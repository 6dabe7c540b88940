import assert from 'node:assert/strict';
import { test } from 'node:test';
import { returnPath } from './return-to.ts';

test('a path of our own is where one goes back to', () => {
  for (const path of ['/', '/account', '/docs?q=a%20b', '/people/7?tab=x#part', '/a/../b', '/a//b']) {
    assert.equal(returnPath(path), path);
  }
});

test('anything that could lead elsewhere leads to the start page', () => {
  for (const path of [
    ...[undefined, null, '', 7, ['/a'], 'account', 'https://evil.example', 'javascript:alert(1)'],
    ...['//evil.example', '/\\evil.example', '\\\\evil.example', '/\t/evil.example', '/\n/evil.example'],
    ...['/a\\b', ' /a', '/a b', '/ñ', '/.//evil.example', '/..//evil.example', '/a/..//evil.example'],
    ...['/%2e//evil.example', `/${'a'.repeat(1_000)}`, '/\u0000', '/\u2028'],
  ]) {
    assert.equal(returnPath(path), '/', JSON.stringify(path));
  }
});
