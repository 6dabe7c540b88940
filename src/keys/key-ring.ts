import { randomBytes, randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { openKeyCheck, type SealingKey, sealKeyCheck } from '../core/sealing.ts';
import { StartError } from '../core/start-error.ts';
import type { Database, Reader } from '../store/database.ts';
import { sql } from '../store/sql.ts';

/** The keys that seeds are sealed with: new seeds under `primary`, older ones under any. */
export interface KeyRing {
  instanceId: string;
  primary: SealingKey;
  byId: ReadonlyMap<string, SealingKey>;
}

interface KeyFile {
  instance_id: string;
  primary: string;
  keys: { id: string; created_at: string; key: string }[];
}

/**
 * Opens the key file and shows that it fits the database; makes both on the very first start.
 * A key is never made for a database that has one already: that would strand every seed in it.
 *
 * @param nowMs Time in milliseconds, for the records of a new key.
 * @throws StartError when the file is missing, readable by others, damaged, or another database's.
 */
export async function openKeyRing(database: Database, path: string, nowMs: number): Promise<KeyRing> {
  const instance = await database.get<{ instance_id: string }>(sql`SELECT instance_id FROM instance`);
  if (!existsSync(path)) {
    if (instance) {
      throw new StartError(
        `The key file ${path} is missing and the database needs it: put back the one that was there.`,
      );
    }
    writeKeyFile(path, nowMs);
  }
  const ring = readKeyFile(path);
  if (!instance) await record(database, ring, nowMs);
  else await check(database, ring, path, instance.instance_id);
  return ring;
}

/**
 * Opens the key file of a database that is only looked at.
 *
 * @throws StartError when the file is missing, readable by others, damaged, or another database's.
 */
export async function openExistingKeyRing(reader: Reader, path: string): Promise<KeyRing> {
  const instance = await reader.get<{ instance_id: string }>(sql`SELECT instance_id FROM instance`);
  if (!existsSync(path)) throw new StartError(`The key file ${path} is missing: put it beside the database.`);
  const ring = readKeyFile(path);
  await check(reader, ring, path, instance?.instance_id ?? '');
  return ring;
}

/** Appears whole or not at all, and is on disk before anything is sealed with what it holds. */
function writeKeyFile(path: string, nowMs: number): void {
  const id = randomBytes(4).toString('hex');
  const content: KeyFile = {
    instance_id: randomUUID(),
    primary: id,
    keys: [{ id, created_at: new Date(nowMs).toISOString(), key: randomBytes(32).toString('base64') }],
  };
  const unfinished = `${path}.new`;
  rmSync(unfinished, { force: true });
  const file = openSync(unfinished, 'wx', 0o600);
  try {
    writeSync(file, `${JSON.stringify(content, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function readKeyFile(path: string): KeyRing {
  if ((statSync(path).mode & 0o077) !== 0) {
    throw new StartError(`The key file ${path} can be read by others: chmod 600 it.`);
  }
  try {
    const { instance_id, primary, keys } = JSON.parse(readFileSync(path, 'utf8')) as KeyFile;
    const byId = new Map(keys.map(({ id, key }) => [id, { id, key: Buffer.from(key, 'base64') }]));
    const primaryKey = byId.get(primary);
    if (
      typeof instance_id !== 'string' ||
      !primaryKey ||
      [...byId.values()].some(({ key }) => key.length !== 32)
    ) {
      throw new Error('it has not the right content');
    }
    return { instanceId: instance_id, primary: primaryKey, byId };
  } catch (error) {
    const why = error instanceof SyntaxError ? 'it is not JSON' : (error as Error).message;
    throw new StartError(`The key file ${path} cannot be used (${why}): put back the one that was there.`);
  }
}

async function record(database: Database, ring: KeyRing, nowMs: number): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.run(
      sql`INSERT INTO instance (id, instance_id, created_at) VALUES (1, ${ring.instanceId}, ${nowMs})`,
    );
    for (const key of ring.byId.values()) {
      const keyCheck = sealKeyCheck(key, ring.instanceId);
      await tx.run(
        sql`INSERT INTO sealing_keys (key_id, key_check, created_at) VALUES (${key.id}, ${keyCheck}, ${nowMs})`,
      );
    }
  });
}

async function check(database: Reader, ring: KeyRing, path: string, instanceId: string): Promise<void> {
  const known = await database.all<{ key_id: string; key_check: Uint8Array }>(
    sql`SELECT key_id, key_check FROM sealing_keys`,
  );
  for (const { key_id, key_check } of known) {
    const key = ring.byId.get(key_id);
    if (!key || ring.instanceId !== instanceId || !openKeyCheck(key, Buffer.from(key_check), instanceId)) {
      throw new StartError(
        `The key file ${path} does not fit the database (key ${key_id}): put back the one that belongs to it.`,
      );
    }
  }
}
