import { EMBEDDED_CHAIN, NOTHING_BEFORE, recordHash } from '../core/audit-record.ts';
import type { AuditKey } from '../keys/audit-key.ts';
import type { Reader, ReadOnlyDatabase } from '../store/database.ts';
import { type Head, isGenuine, parseHead } from './head.ts';
import { type AuditRow, selectChained, selectRecord } from './queries.ts';

/** By their ids. */
type AuditKeys = ReadonlyMap<number, AuditKey>;

/** So many records at a time. */
const BATCH = 1_000;

export interface ChainReport {
  /** How many records were looked at. */
  records: number;
  /** The first record that does not fit, and why. Absent: the chain is whole. */
  broken?: { id: number; why: string };
}

export interface HeadsReport {
  heads: number;
  /** Lines that are none, such as one that a power cut left half-written. */
  unreadable: number;
  broken?: { line: number; why: string };
}

/** Follows the chain from its first record to its last and stops at the first that does not fit. */
export async function verifyChain(database: ReadOnlyDatabase, keys: AuditKeys): Promise<ChainReport> {
  /** The hash that each chain has come to. */
  const hashes = new Map<number, string>();
  let last = 0;
  let records = 0;
  for await (const rows of database.stream<AuditRow>(selectChained(), BATCH)) {
    for (const row of rows) {
      const why = fault(row, last, keys.get(row.audit_key_id), hashes.get(row.chain));
      if (why !== undefined) return { records, broken: { id: row.id, why } };
      hashes.set(row.chain, hexOf(row));
      last = row.id;
      records++;
    }
  }
  return { records };
}

const hexOf = ({ hash }: AuditRow): string => Buffer.from(hash).toString('hex');

function fault(
  row: AuditRow,
  last: number,
  key: AuditKey | undefined,
  previous = NOTHING_BEFORE,
): string | undefined {
  if (!key) return `there is no audit key ${row.audit_key_id}, which it says it was made with`;
  if (recordHash(key.chainSecret, previous, row) === hexOf(row)) return undefined;
  // Only what is counted shows what is not there.
  const [from, to] = row.chain === EMBEDDED_CHAIN ? [last + 1, row.id - 1] : [1, 0];
  const missing = from === to ? `record ${from} is missing` : `records ${from} to ${to} are missing`;
  return from > to ? 'it was changed, moved or put in' : `${missing}, or it was changed, moved or put in`;
}

/**
 * Holds the log against heads that were signed earlier: each must still be in it.
 *
 * @param held.lines Of a file of heads.
 */
export async function verifyHeads(
  reader: Reader,
  { keys, instanceId, lines }: { keys: AuditKeys; instanceId: string; lines: AsyncIterable<string> },
): Promise<HeadsReport> {
  const report: HeadsReport = { heads: 0, unreadable: 0 };
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() === '') continue;
    const head = parseHead(line);
    if (!head) {
      report.unreadable++;
      continue;
    }
    const key = keys.get(head.audit_key_id);
    const genuine = key && head.instance_id === instanceId && isGenuine(key, head);
    const why = genuine ? await headFault(reader, head) : 'this installation did not sign it';
    if (why !== undefined) return { ...report, broken: { line: number, why } };
    report.heads++;
  }
  return report;
}

async function headFault(reader: Reader, head: Head): Promise<string | undefined> {
  const row = await reader.get<AuditRow>(selectRecord(head.id));
  if (!row)
    return `at ${head.signed_at} the newest record was ${head.id}, which is not there: the end was cut off`;
  if (row.chain === head.chain && hexOf(row) === head.hash) return undefined;
  return `record ${head.id} is not the one that was there at ${head.signed_at}`;
}
