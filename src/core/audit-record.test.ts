import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { type AuditRecord, NOTHING_BEFORE, recordHash } from './audit-record.ts';
import { framed } from './framed.ts';

const secret = randomBytes(32);
const id = fc.oneof(fc.constant(null), fc.nat());
const text = fc.string({ unit: 'binary' });
const records: fc.Arbitrary<AuditRecord> = fc.record({
  id: fc.nat(),
  chain: fc.nat(),
  occurred_at: fc.nat(),
  action: text,
  outcome: text,
  actor_id: id,
  sudo_user_id: id,
  api_key_id: id,
  target_user_id: id,
  target_group_id: id,
  detail: fc.option(text),
  source: fc.option(text),
  audit_key_id: fc.nat(),
});

test('two lists are framed alike only when they are the same', () => {
  const values = fc.oneof(fc.string({ unit: fc.constantFrom(...'01:-') }), fc.nat(20), fc.constant(null));
  const lists = fc.array(values, { maxLength: 4 });
  const written = (list: readonly (string | number | null)[]) =>
    JSON.stringify(list.map((value) => (value === null ? null : String(value))));
  fc.assert(
    fc.property(lists, lists, (one, other) => {
      assert.equal(framed(one) === framed(other), written(one) === written(other));
    }),
    { numRuns: 2_000 },
  );
});

test('a record has another hash when anything of it, of what came before, or of the key differs', () => {
  fc.assert(
    fc.property(records, records, text, (record, other, previous) => {
      const hash = recordHash(secret, previous, record);
      assert.match(hash, /^[0-9a-f]{64}$/);
      assert.equal(recordHash(secret, previous, { ...record }), hash);
      for (const name of Object.keys(record) as (keyof AuditRecord)[]) {
        if (other[name] === record[name]) continue;
        assert.notEqual(recordHash(secret, previous, { ...record, [name]: other[name] }), hash, name);
      }
      assert.notEqual(recordHash(secret, `${previous}x`, record), hash);
      assert.notEqual(recordHash(randomBytes(32), previous, record), hash);
    }),
  );
});

test('a chain breaks where a record is changed, taken out or moved, whichever it is', () => {
  const chainOf = (list: AuditRecord[]) => {
    let hash = NOTHING_BEFORE;
    return list.map((record) => {
      hash = recordHash(secret, hash, record);
      return hash;
    });
  };
  const chains = fc.uniqueArray(records, { minLength: 2, maxLength: 8, selector: ({ id }) => id });
  fc.assert(
    fc.property(chains, fc.nat(), (list, pick) => {
      const at = pick % (list.length - 1);
      const right = chainOf(list);
      const [record, next] = [list[at], list[at + 1]] as [AuditRecord, AuditRecord];
      for (const tampered of [
        list.with(at, { ...record, outcome: `${record.outcome}!` }),
        list.toSpliced(at, 1),
        list.with(at, next).with(at + 1, record),
      ]) {
        assert.deepEqual(chainOf(tampered).slice(0, at), right.slice(0, at));
        assert.notEqual(chainOf(tampered).at(-1), right.at(-1));
      }
    }),
  );
});
