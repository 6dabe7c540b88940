import type { SealingKey } from '../core/sealing.ts';
import type { Transaction } from '../store/database.ts';

/** With which key something is opened, and with which it is sealed again. */
export interface Exchange {
  from: SealingKey;
  to: SealingKey;
  instanceId: string;
}

/**
 * Seals anew what is sealed in a row.
 *
 * @returns What to store in its place; null: nothing, it is no use any more.
 * @throws SealBroken when it does not open.
 */
export type Reseal<Row> = (
  tx: Transaction,
  row: Row,
  sealed: Uint8Array,
  exchange: Exchange,
) => Promise<Buffer | null>;
