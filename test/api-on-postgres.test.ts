import { usePostgres } from './harness.ts';
import { importTests } from './import-tests.ts';

if (await usePostgres()) await importTests('test/{api,known-failures,sdk}/*.test.ts');
