import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startInProcess } from '../../test/harness.ts';
import { recordEvent } from './record-event.ts';

const MINUTE_MS = 60_000;

test('the audit log says who did what to whom, from where, and how it ended', async (t) => {
  const { admin, clock, userWithRoles, as } = await startInProcess(t);
  const { id } = (await admin.post('/users', { first_name: 'Ada' })).body;
  clock.nowMs += MINUTE_MS;
  await admin.post(`/users/${id}/credentials_totp`);
  await admin.post(`/users/${id}/credentials_totp/enrollment`);
  clock.nowMs += MINUTE_MS;
  await admin.post(`/users/${id}/credentials_totp/verify`, { code: '000000' });

  const { status, body } = await admin.get('/audit_events');
  assert.equal(status, 200);
  const [newest] = body;
  assert.match(newest.hash, /^[0-9a-f]{64}$/);
  assert.deepEqual(
    { ...newest, hash: '', outcome: 'wrong_code' },
    {
      can: {},
      id: newest.id,
      occurred_at: '2026-11-24T12:02:00.000+00:00',
      action: 'verify_code',
      outcome: 'wrong_code',
      actor_id: '1',
      sudo_user_id: null,
      api_key_id: '1',
      target_user_id: id,
      target_group_id: null,
      detail: null,
      source: '127.0.0.1',
      hash: '',
    },
  );

  const actions = async (query: string): Promise<string[]> =>
    (await admin.get(`/audit_events?fields=action&${query}`)).body.map(
      (event: { action: string }) => event.action,
    );
  const made = ['create_user', 'create_two_factor', 'start_enrollment', 'verify_code'];
  assert.deepEqual(await actions(`target_user_id=${id}`), made.toReversed());
  assert.deepEqual(await actions(`target_user_id=${id}&sorts=occurred_at`), made);
  assert.deepEqual(
    await actions(`target_user_id=${id}&sorts=occurred_at asc&limit=2&offset=1`),
    made.slice(1, 3),
  );
  assert.deepEqual(await actions('target_user_id=1,99'), ['login', 'first_start']);
  assert.deepEqual(await actions('action=create_%25'), ['create_two_factor', 'create_user']);
  assert.deepEqual(await actions('action=VERIFY_CODE&outcome=NOT NULL&actor_id=1&source=127.0.0.1'), [
    'verify_code',
  ]);
  assert.deepEqual(await actions('actor_id=IS NULL'), ['login', 'first_start']);
  assert.deepEqual(await actions('source=192.0.2.1'), []);
  const from = '2026-11-24T12:01:00Z';
  const to = '2026-11-24T13:02:00+01:00';
  assert.deepEqual(await actions(`from=${from}&to=${to}`), ['start_enrollment', 'create_two_factor']);
  assert.deepEqual(await actions(`from=${from}&to=${encodeURIComponent(to)}&target_user_id=${id}`), [
    'start_enrollment',
    'create_two_factor',
  ]);
  assert.deepEqual(await actions('to=2026-11-24'), []);
  assert.equal((await actions('from=2026-11-24')).length, body.length);
  const third = body[2].id;
  assert.deepEqual(await actions(`before_id=${third}&target_user_id=${id}`), ['create_user']);

  for (const query of [
    'from=yesterday',
    'to=2026-13-01',
    'from=12',
    'before_id=x',
    'before_id=999',
    'sorts=action',
    'limit=-1',
    `action=${'x'.repeat(256)}`,
  ]) {
    assert.equal((await admin.get(`/audit_events?${query}`)).status, 400, query);
  }
  const support = await userWithRoles('Support', 'Verifier');
  const refused = await support.api.get('/audit_events');
  assert.equal(refused.status, 403);
  assert.match(refused.body.message, /see_audit/);
  assert.equal((await as(null).get('/audit_events')).status, 401);
});

test('a log of any length is read page by page or whole, whatever the clock did, and others go on meanwhile', async (t) => {
  const { admin, context, clock } = await startInProcess(t);
  const MANY = 12_000;
  const nobody = { action: 'verify_code', actor: null } as const;
  await context.database.transaction(async (tx) => {
    for (let n = 0; n < MANY; n++) {
      // The clock stands still for three records, and was set back half-way.
      const atMs = clock.nowMs + Math.floor(n / 3) - (n > MANY / 2 ? 1_000 : 0);
      await recordEvent(tx, atMs, {
        ...nobody,
        outcome: n % 4_000 === 7 ? 'rare' : 'accepted',
        targetUserId: (n % 5) + 7,
      });
    }
  });
  interface Read {
    id: string;
    occurred_at: string;
  }
  const read = async (query: string): Promise<Read[]> =>
    (await admin.get(`/audit_events?fields=id,occurred_at&${query}`)).body;
  const total = MANY + 2;
  const whole = await read('');
  const oldestFirst = await read('sorts=occurred_at');
  assert.equal(new Set(whole.map(({ id }) => id)).size, total);
  assert.deepEqual(oldestFirst, whole.toReversed());
  const times = oldestFirst.map((event) => event.occurred_at);
  assert.deepEqual(times, times.toSorted());
  assert.deepEqual(await read(`limit=${total}`), whole);
  assert.deepEqual(await read('limit=7000&offset=4998'), whole.slice(4_998, 11_998));
  assert.deepEqual(await read('limit=3&offset=4999&sorts=occurred_at'), oldestFirst.slice(4_999, 5_002));
  assert.equal((await read('outcome=rare')).length, 3);
  assert.equal((await read('outcome=rare&limit=2')).length, 2);
  assert.equal((await read('target_user_id=8&outcome=accepted')).length, MANY / 5);
  assert.deepEqual(await read('limit=0'), []);

  // The API's own way through: each page names where the next begins.
  const paged: Read[] = [];
  for (let page = await read('limit=2500'); page.length; ) {
    paged.push(...page);
    page = await read(`limit=2500&before_id=${page.at(-1)?.id}`);
  }
  assert.deepEqual(paged, whole);
  const { headers } = await admin.get('/audit_events?limit=10&offset=20');
  assert.match(String(headers.link), /offset=30>; rel="next",.*offset=10>; rel="prev"/);
});
