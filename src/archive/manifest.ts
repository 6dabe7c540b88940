import { existsSync } from 'node:fs';
import type { Stock } from '../backups/take-stock.ts';
import { Secret } from '../core/secret.ts';
import { StartError } from '../core/start-error.ts';
import type { KeySource } from '../keys/master-keys.ts';

/** What a backup says of itself: a line of JSON before the database. */
export interface Manifest extends Stock {
  countersign_backup: 1;
  /** ISO 8601, UTC. */
  taken_at: string;
  instance_id: string;
  /** The newest audit record and its hash. null: there is none. */
  audit_head: { id: number; hash: string } | null;
  database: { bytes: number; sha256: string };
  /** As in the key file. null: it is kept elsewhere. */
  master_key: string | null;
}

/** Whether the settings have a master key. */
export const hasKey = ({ given, command, file }: KeySource): boolean =>
  given !== undefined || command !== undefined || existsSync(file);

/** Where the master key of a backup comes from: the one in it goes before the one of the settings. */
export const keyFor = ({ master_key }: Manifest, source: KeySource): KeySource =>
  master_key === null ? source : { ...source, given: new Secret(master_key) };

/** In bytes. */
const LONGEST = 65_536;

/**
 * Takes the first line off what an opened backup holds.
 *
 * @throws StartError when it is no backup, or of another format.
 */
export async function splitManifest(
  content: AsyncIterable<Uint8Array>,
): Promise<{ manifest: Manifest; rest: AsyncIterable<Uint8Array> }> {
  const parts = content[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let end = -1;
  while (end < 0) {
    const { value, done } = await parts.next();
    if (done || head.length > LONGEST) throw notOne();
    head = Buffer.concat([head, value]);
    end = head.indexOf('\n');
  }
  const manifest = parse(head.toString('utf8', 0, end));
  async function* rest() {
    yield head.subarray(end + 1);
    for (let next = await parts.next(); !next.done; next = await parts.next()) yield next.value;
  }
  return { manifest, rest: rest() };
}

function parse(line: string): Manifest {
  try {
    const manifest = JSON.parse(line) as Manifest;
    if (manifest.countersign_backup === 1) return manifest;
  } catch {
    // Nothing of it is repeated: it may hold a key.
  }
  throw notOne();
}

const notOne = (): StartError =>
  new StartError('The file opens, but is no backup that this Countersign knows.');
