import { usePostgres } from './harness.ts';
import { importTests } from './import-tests.ts';

// The others ask nothing of a database.
const withoutDatabase = 'core|http|import-formats|mail|pskc|reference|spanish|web';
if (await usePostgres()) await importTests(`src/!(${withoutDatabase})/*.test.ts`);
