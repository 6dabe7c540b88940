import { randomBytes } from 'node:crypto';
import { hkdf32 } from '../core/hmac.ts';
import { openAuditSecret, SealBroken, sealAuditSecret } from '../core/sealing.ts';
import { StartError } from '../core/start-error.ts';
import type { Database, Reader } from '../store/database.ts';
import { sql } from '../store/sql.ts';
import type { KeyRing } from './key-ring.ts';
import type { Reseal } from './reseal.ts';

/** What the audit log is kept honest with. */
export interface AuditKey {
  id: number;
  /** Makes the hashes of records: 32 bytes. */
  chainSecret: Buffer;
  /** What the key that signs heads is made of: 32 bytes. */
  headSeed: Buffer;
}

interface AuditKeyRow {
  id: number;
  sealed_secret: Uint8Array;
  key_id: string;
}

/**
 * Opens the key of the audit log; makes it on the very first start. It is a secret of its own, sealed like a seed,
 * so that it outlives the keys that it is sealed with: records are never hashed anew.
 *
 * @throws StartError when there are records but not their key.
 */
export async function openAuditKey(database: Database, ring: KeyRing, nowMs: number): Promise<AuditKey> {
  return database.transaction(async (tx) => {
    const newest = [...(await readAuditKeys(tx, ring)).values()].at(-1);
    if (newest) return newest;
    if (await tx.get(sql`SELECT 1 FROM audit_events LIMIT 1`)) {
      throw new StartError(
        'The key of the audit log is gone from the database: put back a backup that has it.',
      );
    }
    const secret = randomBytes(32);
    const key = await ring.current(tx);
    const sealed = sealAuditSecret(key, secret, { instanceId: ring.instanceId, id: 1 });
    await tx.run(sql`
      INSERT INTO audit_keys (id, sealed_secret, key_id, created_at) VALUES (1, ${sealed}, ${key.id}, ${nowMs})`);
    return derive(ring, 1, secret);
  });
}

/**
 * All keys that records were made with, by their id, the newest last.
 *
 * @throws StartError when one does not open.
 */
export async function readAuditKeys(reader: Reader, ring: KeyRing): Promise<Map<number, AuditKey>> {
  const rows = await reader.all<AuditKeyRow>(
    sql`SELECT id, sealed_secret, key_id FROM audit_keys ORDER BY id`,
  );
  const keys = new Map<number, AuditKey>();
  for (const row of rows) keys.set(row.id, await open(reader, ring, row));
  return keys;
}

async function open(
  reader: Reader,
  ring: KeyRing,
  { id, sealed_secret, key_id }: AuditKeyRow,
): Promise<AuditKey> {
  const { instanceId } = ring;
  try {
    const key = await ring.find(reader, key_id);
    return derive(ring, id, openAuditSecret(key, sealed_secret, { instanceId, id }));
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    throw new StartError(`The key ${id} of the audit log does not open: put back a backup from before.`);
  }
}

/** One secret for each purpose. */
function derive({ instanceId }: KeyRing, id: number, secret: Buffer): AuditKey {
  const salt = Buffer.from(instanceId);
  const key = {
    id,
    chainSecret: hkdf32(secret, salt, 'audit-chain|v1'),
    headSeed: hkdf32(secret, salt, 'audit-heads|v1'),
  };
  secret.fill(0);
  return key;
}

export const resealAuditSecret: Reseal<{ id: number }> = async (
  _tx,
  { id },
  sealed,
  { from, to, instanceId },
) => {
  const secret = openAuditSecret(from, sealed, { instanceId, id });
  const anew = sealAuditSecret(to, secret, { instanceId, id });
  secret.fill(0);
  return anew;
};
