import { importTests } from './import-tests.ts';

await importTests('test/{api,known-failures,sdk}/*.test.ts');
