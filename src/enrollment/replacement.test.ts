test('the key that seals is rotated while a new phone waits, and of the old seed nothing is left', async (t) => {
  const { server, clock, browser, scan, send } = await withPhone(t);
  const { context } = server;
  const salts = async () =>
    (await context.database.all(sql`SELECT 1 FROM seed_salts WHERE salt <> ZEROBLOB(32)`)).length;
  await scan();
  const secret = await scan();
  assert.equal(await salts(), 2, 'the seed that was shown first is erased');
  await rotateKey(context, new Resealing(context), () => undefined);
  assert.equal((await listKeys(context.database)).length, 1);
  const { path } = await send(codeAt(secret, clock.nowMs));
  assert.equal(path, '/account/two-factor?done=replaced');
  assert.equal(await salts(), 1, 'the old seed is erased');
  await scan();
  await server.admin.delete(`/users/${(await browser.open('/')) && '2'}/credentials_totp`);
  assert.equal(await salts(), 0);
});
