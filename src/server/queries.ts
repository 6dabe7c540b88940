import { type Sql, sql } from '../store/sql.ts';

export const selectAnything = (): Sql => sql`SELECT 1 AS one`;
