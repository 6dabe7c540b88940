import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGuessable } from './guessable-passwords.ts';

test('what guessers try first is refused, however it is dressed', () => {
  for (const password of [
    'password',
    'Password1',
    'P@ssw0rd!!',
    'PASSWORD2026',
    '12345678',
    'qwertyuiop',
    '!!iloveyou!!',
    '1q2w3e4r',
    'Contraseña2026',
    'Contraseña2026'.normalize('NFD'),
    'tequiero123',
    'L3tm31n99',
  ]) {
    assert.equal(isGuessable(password, []), true, password);
  }
});

test('what everybody knows of the user is refused', () => {
  const known = ['ada.lovelace@example.com', 'Ada', 'Núñez', 'AdaNúñez', null, ''];
  for (const password of [
    'ada.lovelace@example.com',
    'Ada.Lovelace1815',
    'ada lovelace',
    'NÚÑEZ-2026',
    'Ada Núñez 7',
    'example2026!',
  ]) {
    assert.equal(isGuessable(password, known), true, password);
  }
});

test('a password of several words or of chance is taken', () => {
  for (const password of [
    'correct horse, seven staples',
    'my password is long',
    'x7$kQ-92mvT',
    '83920174',
    'ñandú',
  ]) {
    assert.equal(isGuessable(password, ['ada@example.com', 'Li', 'Ng', '', null]), false, password);
  }
});
