import { EMBEDDED_CHAIN } from '../core/audit-record.ts';
import { type Sql, sql } from './sql.ts';

/**
 * Whether an audit record is of a chain. In the embedded database only those of other chains are in the index by chain,
 * and it has to be told that these are asked for: see 0026_chains_at_rest.sql.
 */
export const ofChain = (chain: number): Sql =>
  chain === EMBEDDED_CHAIN ? sql`chain = ${chain}` : sql`chain = ${chain} AND chain > 1`;
