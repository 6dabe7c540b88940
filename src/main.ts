import { Command } from 'commander';
import { rotate, showKeys } from './cli/key.ts';
import { moved } from './cli/moved.ts';
import { serve } from './cli/serve.ts';
import { verifyAudit } from './cli/verify-audit.ts';

const program = new Command('countersign')
  .description('A self-hosted second-factor server.')
  .showHelpAfterError();

program
  .command('serve')
  .description('Start the server. Settings are environment variables: see docs/settings.md.')
  .action(serve);

program
  .command('moved')
  .description(
    'Say that the data folder was moved to where it is, and is the one that ran last. Without it, the next start takes it for an older copy that was put back, and makes void what works once.',
  )
  .option('--data <folder>', 'the data folder (usual: COUNTERSIGN_DATA, or data)')
  .action(moved);

program
  .command('audit')
  .description('Look after the audit log.')
  .command('verify')
  .description(
    'Check that no record of the audit log was changed, moved or taken away. Exits with 1 if one was. Only reads, also beside a running server.',
  )
  .option('--data <folder>', 'the data folder, or a copy of it (usual: COUNTERSIGN_DATA, or data)')
  .option('--heads <file>', 'signed heads to hold the log against (usual: those of the data folder)')
  .option('--json', 'answer in JSON')
  .action(verifyAudit);

const key = program
  .command('key')
  .description('Look after the keys that seal the secrets in the database. The server may be running.');

key
  .command('list')
  .description('Show which keys there are, never the keys themselves, and how much each has sealed.')
  .option('--json', 'answer in JSON')
  .action(showKeys);

key
  .command('rotate')
  .description(
    'Make a new key, seal everything anew with it, and drop the keys before it. Exits with 0 when all is done, with 2 when some values do not open and keep their key.',
  )
  .option('--json', 'answer in JSON')
  .action(rotate);

await program.parseAsync();
