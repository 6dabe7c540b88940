import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseLocale } from './locale.ts';

test('a choice counts before the browser, and English is the last resort', () => {
  assert.equal(chooseLocale([], undefined), 'en');
  assert.equal(chooseLocale([], 'fr, de;q=0.9'), 'en');
  assert.equal(chooseLocale([], 'fr, es-MX;q=0.8, en;q=0.3'), 'es');
  assert.equal(chooseLocale([], 'en;q=0.5, es;q=0.9'), 'es');
  assert.equal(chooseLocale([], 'es;q=0, en'), 'en');
  assert.equal(chooseLocale([undefined, null, 'en_GB'], 'es'), 'en');
  assert.equal(chooseLocale(['uk', 'ES'], 'en'), 'es');
  assert.equal(chooseLocale([], ';q=;;,,=,es;q=x'), 'en');
});
