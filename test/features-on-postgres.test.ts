import { usePostgres } from './harness.ts';
import { importTests } from './import-tests.ts';

// The others ask nothing of a database, or they are pages, which ask by way of the same actions as the API.
const others =
  'account|administration|core|http|import-formats|mail|password-links|pskc|reference|spanish|web';
if (await usePostgres()) await importTests(`src/!(${others})/!(*pages|forgotten-password).test.ts`);
