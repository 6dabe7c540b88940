import { Command } from 'commander';
import { serve } from './cli/serve.ts';

const program = new Command('countersign')
  .description('A self-hosted second-factor server.')
  .showHelpAfterError();

program
  .command('serve')
  .description('Start the server. Settings are environment variables: see docs/settings.md.')
  .action(serve);

await program.parseAsync();
