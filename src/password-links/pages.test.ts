import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOf, newLink, PASSWORD, pathOf, withUser } from '../../test/password-links.ts';

test('a password that breaks a rule is told so, and the link stays good', async (t) => {
  const server = await withUser(t);
  const { admin, submit, id } = server;
  await admin.patch('/password_config', { min_length: 10, require_numeric: true, require_special: true });
  const url = await newLink(server, id);
  const told = async (fields: Record<string, string>) => {
    const { statusCode, payload } = await submit(url, fields);
    assert.equal(statusCode, 422);
    assert.match(payload, /role="alert"/);
    assert.match(payload, /<title>The password was not saved/);
    for (const value of Object.values(fields)) {
      if (value) assert.equal(payload.includes(`"${value}"`), false, 'the page repeats no password');
    }
    return [...payload.matchAll(/<li>(.*?)<\/li>/g)].map(([, text]) => text);
  };
  assert.deepEqual(await told({}), ['Type a new password.']);
  assert.deepEqual(await told({ password: '', repeat: '' }), ['Type a new password.']);
  assert.deepEqual(await told({ password: 'abc', repeat: 'abd' }), [
    'The two passwords are not the same. Type both again.',
  ]);
  assert.deepEqual(await told({ password: 'abc', repeat: 'abc' }), [
    'The password must have at least 10 characters.',
    'The password must have a digit.',
    'The password must have a character that is neither letter nor digit.',
  ]);
  const long = `1-${'x'.repeat(1_023)}`;
  assert.deepEqual(await told({ password: long, repeat: long }), [
    'The password must have at most 1024 characters.',
  ]);
  for (const password of [
    'P@ssw0rd2026!',
    'ada@example.com1',
    '2026-Lovelace!',
    'Ada.Lovelace.99',
    'Countersign-1!',
  ]) {
    assert.deepEqual(
      await told({ password, repeat: password }),
      ['That password is among the first that others would try. Choose another.'],
      password,
    );
  }
  const twice = await server.app.inject({
    method: 'POST',
    url: pathOf(url),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'password=a&password=b&repeat=a',
  });
  assert.equal(twice.statusCode, 422);
  assert.equal(await hashOf(server, id), undefined);
  assert.equal((await server.choose(url, 'uno, 2 y tres: ñandú')).statusCode, 200);
});

test('the page speaks the language of the user, the browser, or the link', async (t) => {
  const server = await withUser(t, { locale: 'es-MX' });
  const url = await newLink(server, server.id);
  const page = await server.open(url, { 'accept-language': 'en' });
  assert.match(page.payload, /<html lang="es">[\s\S]*Prepare su cuenta|Elija una contraseña nueva/);
  assert.equal(page.headers['content-language'], 'es');
  assert.match((await server.open(`${url}?lang=en`)).payload, /Choose a new password/);
  const unknown = await server.open('/account/setup/x', { 'accept-language': 'es' });
  assert.match(unknown.payload, /Este enlace no funciona/);
  const refused = await server.submit(`${url}?lang=es`, { password: 'a', repeat: 'b' });
  assert.match(refused.payload, /Las dos contraseñas no son iguales/);
});

test('another site cannot send the form', async (t) => {
  const server = await withUser(t);
  const url = await newLink(server, server.id);
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ]) {
    const { statusCode, payload } = await server.choose(url, PASSWORD, headers);
    assert.equal(statusCode, 403);
    assert.match(payload, /sent from another page/);
  }
  assert.equal(await hashOf(server, server.id), undefined);
  assert.equal((await server.choose(url, PASSWORD, { 'sec-fetch-site': 'same-origin' })).statusCode, 200);
});

test('the pages let nothing in and nothing out', async (t) => {
  const server = await withUser(t, { first_name: '<script>alert(1)</script>' });
  const url = await newLink(server, server.id);
  const page = await server.open(url);
  assert.equal(
    page.headers['referrer-policy'],
    'strict-origin',
    'the address with the token is told to nobody',
  );
  assert.equal(page.headers['cache-control'], 'no-store');
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'/);
  assert.equal(page.headers['x-frame-options'], 'DENY');
  assert.doesNotMatch(page.payload, /<script/);
  for (const [payload, type, status] of [
    ['{', 'application/json', 400],
    ['x', 'text/plain', 415],
    [`password=${'x'.repeat(70_000)}`, 'application/x-www-form-urlencoded', 413],
  ] as const) {
    const answer = await server.app.inject({
      method: 'POST',
      url: pathOf(url),
      headers: { 'content-type': type },
      payload,
    });
    assert.equal(answer.statusCode, status);
    assert.match(String(answer.headers['content-type']), /^text\/html/, 'what fails on a page is a page');
  }
});
