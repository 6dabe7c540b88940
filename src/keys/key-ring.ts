import { randomBytes, randomUUID } from 'node:crypto';
import {
  openKeyCheck,
  SealBroken,
  type SealingKey,
  sealKeyCheck,
  unwrapKey,
  wrapKey,
} from '../core/sealing.ts';
import { StartError } from '../core/start-error.ts';
import type { Database, Reader, Transaction } from '../store/database.ts';
import { type KeySource, type MasterKeys, readMasterKeys } from './master-keys.ts';
import {
  insertInstance,
  insertKey,
  retireCurrentKey,
  rewrapKey,
  type SealingKeyRow,
  selectCurrentKeyId,
  selectInstanceId,
  selectKey,
  selectKeys,
} from './queries.ts';

/**
 * The keys that seal. They are rows of the database, wrapped under a master key that is not in it, so that all who
 * work on the database have the same ones at any moment. Each is unwrapped once.
 */
export class KeyRing {
  readonly instanceId: string;
  readonly #masters: MasterKeys['keys'];
  readonly #opened = new Map<string, SealingKey>();

  constructor(instanceId: string, masters: MasterKeys['keys']) {
    this.instanceId = instanceId;
    this.#masters = masters;
  }

  /** The key for what is sealed now. Asked in the transaction that stores it, because it may just have changed. */
  async current(tx: Reader): Promise<SealingKey> {
    const row = await tx.get<{ key_id: string }>(selectCurrentKeyId());
    return this.find(tx, row?.key_id ?? null);
  }

  /** @throws SealBroken when there is no such key, or it does not open. */
  find(reader: Reader, keyId: string | null): SealingKey | Promise<SealingKey> {
    return this.#opened.get(keyId ?? '') ?? this.#read(reader, keyId ?? '');
  }

  async #read(reader: Reader, keyId: string): Promise<SealingKey> {
    const row = await reader.get<SealingKeyRow>(selectKey(keyId));
    if (!row) throw new SealBroken();
    return this.open(row);
  }

  /** Opens the row of a key. @throws SealBroken */
  open(row: SealingKeyRow): SealingKey {
    const key = this.#unwrap(row);
    if (!key || !openKeyCheck(key, row.key_check, this.instanceId)) throw new SealBroken();
    this.#opened.set(key.id, key);
    return key;
  }

  #unwrap({ key_id: id, key_check, wrapped_key, master_key_id }: SealingKeyRow): SealingKey | undefined {
    if (wrapped_key) {
      const master = this.#masters.find((one) => one.id === master_key_id);
      return master && unwrapKey(master, { id, wrapped: wrapped_key }, this.instanceId);
    }
    return this.#masters
      .map(({ key }) => ({ id, key }))
      .find((key) => openKeyCheck(key, key_check, this.instanceId));
  }

  /** Makes a key that seals from now on; the one before it opens what it has sealed. */
  async add(tx: Transaction, nowMs: number): Promise<SealingKey> {
    const key = { id: randomBytes(4).toString('hex'), key: randomBytes(32) };
    await tx.run(retireCurrentKey(nowMs));
    await tx.run(
      insertKey({
        key_id: key.id,
        key_check: sealKeyCheck(key, this.instanceId),
        ...this.#wrap(key),
        created_at: nowMs,
      }),
    );
    return key;
  }

  /** Wraps a key under the first master key, unless it is: any other is then not needed for it any more. */
  async rewrap(tx: Transaction, row: SealingKeyRow): Promise<void> {
    if (row.master_key_id === this.#masters[0].id) return;
    const { wrapped_key, master_key_id } = this.#wrap(this.open(row));
    await tx.run(rewrapKey(row.key_id, wrapped_key, master_key_id));
  }

  #wrap(key: SealingKey) {
    const [master] = this.#masters;
    return { wrapped_key: wrapKey(master, key, this.instanceId), master_key_id: master.id };
  }
}

/** undefined: the database was never started on. */
export const readInstanceId = async (reader: Reader): Promise<string | undefined> =>
  (await reader.get<{ instance_id: string }>(selectInstanceId()))?.instance_id;

/**
 * Opens the keys that seal and shows that the master key fits the database; makes both on the very first start.
 * Keys that are wrapped under another master key than the first are wrapped anew.
 *
 * @param nowMs Time in milliseconds, for the records of a new key.
 * @throws StartError when the master key is missing, open to others, damaged, or another database's.
 */
export async function openKeyRing(database: Database, source: KeySource, nowMs: number): Promise<KeyRing> {
  const masters = await readMasterKeys(source, (await readInstanceId(database)) === undefined);
  return database.transaction(async (tx) => {
    // Another node may be at its very first start, too.
    const instanceId = await readInstanceId(tx);
    const ring = new KeyRing(instanceId ?? randomUUID(), masters.keys);
    if (instanceId === undefined) await tx.run(insertInstance(ring.instanceId, nowMs));
    const rows = await tx.all<SealingKeyRow>(selectKeys());
    openAll(ring, rows, masters);
    if (instanceId !== undefined && rows.length === 0) {
      throw new StartError('The sealing keys are gone from the database: put back a backup that has them.');
    }
    for (const row of rows) await ring.rewrap(tx, row);
    // The very first, or the first that is not a master key itself.
    if (rows.every(({ retired_at }) => retired_at !== null)) await ring.add(tx, nowMs);
    return ring;
  });
}

/**
 * Opens the keys of a database that is only looked at.
 *
 * @throws StartError when the master key is missing, open to others, damaged, or another database's.
 */
export async function openExistingKeyRing(reader: Reader, source: KeySource): Promise<KeyRing> {
  const instanceId = await readInstanceId(reader);
  const masters = await readMasterKeys(source, false);
  const ring = new KeyRing(instanceId ?? '', masters.keys);
  openAll(ring, await reader.all<SealingKeyRow>(selectKeys()), masters);
  return ring;
}

function openAll(ring: KeyRing, rows: readonly SealingKeyRow[], { source, remedy }: MasterKeys): void {
  for (const row of rows) {
    try {
      ring.open(row);
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      throw new StartError(`${source} does not fit the database (key ${row.key_id}): ${remedy}.`);
    }
  }
}
