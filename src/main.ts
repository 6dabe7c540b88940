import { Command } from 'commander';

// Each command loads what it needs, and no other: the whole server takes half a second.
const serveCommand = () => import('./cli/serve.ts');
const movedCommand = () => import('./cli/moved.ts');
const restoredCommand = () => import('./cli/restored.ts');
const auditCommands = () => import('./cli/verify-audit.ts');
const keyCommands = () => import('./cli/key.ts');
const userCommands = () => import('./cli/user.ts');
const backupCommand = () => import('./cli/backup.ts');
const doctorCommand = () => import('./cli/doctor.ts');
const importCommand = () => import('./cli/import.ts');
const importLookerCommand = () => import('./cli/import-looker.ts');
const exportCommand = () => import('./cli/export.ts');
const restoreCommand = () => import('./cli/restore.ts');
const webhookCommands = () => import('./cli/webhook.ts');
const migrateCommand = () => import('./cli/migrate.ts');
const apiKeyCommands = () => import('./cli/api-key.ts');

const examples = (...lines: string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ countersign ${line}`).join('\n')}`;

const program = new Command('countersign')
  .description('A self-hosted second-factor server.')
  .addHelpText(
    'after',
    '\nIn the folder of the program, run them as: npm run --silent countersign -- COMMAND\nSettings are environment variables: see docs/settings.md. Exit codes: 0 done, 1 not done, and what a command says of itself.',
  )
  .showHelpAfterError();

program
  .command('serve')
  .description('Start the server. Settings are environment variables: see docs/settings.md.')
  .action(async () => (await serveCommand()).serve());

program
  .command('moved')
  .description(
    'Say that the data folder was moved to where it is, and is the one that ran last. Without it, the next start takes it for an older copy that was put back, and makes void what works once.',
  )
  .option('--data <folder>', 'the data folder (usual: COUNTERSIGN_DATA, or data)')
  .action(async (options) => (await movedCommand()).moved(options));

program
  .command('restored')
  .description(
    'Say that the PostgreSQL database was put back to an older state by other means than countersign restore, before servers start on it. What works once and may have been used since becomes void: codes, recovery codes, password links, sessions, known devices.',
  )
  .option('--json', 'answer in JSON')
  .action(async (options) => (await restoredCommand()).restored(options));

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
  .action(async (options) => (await auditCommands()).verifyAudit(options));

const key = program
  .command('key')
  .description('Look after the keys that seal the secrets in the database. The server may be running.');

key
  .command('list')
  .description('Show which keys there are, never the keys themselves, and how much each has sealed.')
  .option('--json', 'answer in JSON')
  .action(async (options) => (await keyCommands()).showKeys(options));

key
  .command('rotate')
  .description(
    'Make a new key, seal everything anew with it, and drop the keys before it. Exits with 0 when all is done, with 2 when some values do not open and keep their key.',
  )
  .option('--json', 'answer in JSON')
  .action(async (options) => (await keyCommands()).rotate(options));

const user = program
  .command('user')
  .description('Look after users. The server may be running. USER is an id or an e-mail address.');

user
  .command('add')
  .description('Add a user. With an e-mail address, print a link with which they choose a password.')
  .option('--email <address>', 'what they sign in with')
  .option('--first-name <name>', 'first name')
  .option('--last-name <name>', 'last name')
  .option('--roles <names...>', 'roles they get, by name')
  .option('--json', 'answer in JSON')
  .addHelpText(
    'after',
    examples(
      'user add --email ada@example.com --first-name Ada --last-name Lovelace',
      'user add --first-name Intranet --roles Verifier    (for an application: then api-key create)',
    ),
  )
  .action(async (options) => (await userCommands()).add(options));

user
  .command('list')
  .description(
    'List all users with the state of their second factor, one a line; with --json, a JSON object a line.',
  )
  .option('--without-two-factor', 'only those who are not disabled and have none that works')
  .option('--json', 'answer in JSON')
  .action(async (options) => (await userCommands()).list(options));

user
  .command('disable <user>')
  .description('Disable a user, and end everything they are signed in with.')
  .option('--json', 'answer in JSON')
  .addHelpText('after', examples('user disable ada@example.com'))
  .action(async (whom, options) => (await userCommands()).disable(whom, options));

user
  .command('enable <user>')
  .description('Enable a user who was disabled. They sign in anew; their API keys work again.')
  .option('--json', 'answer in JSON')
  .action(async (whom, options) => (await userCommands()).enable(whom, options));

user
  .command('password-link <user>')
  .description('Print a link to choose a password with, within the hour. It replaces the one before.')
  .option('--json', 'answer in JSON')
  .action(async (whom, options) => (await userCommands()).passwordLink(whom, options));

user
  .command('reset-two-factor <user>')
  .description(
    "Take a user's second factor and recovery codes away, and end everything they are signed in with. They enrol anew.",
  )
  .option('--json', 'answer in JSON')
  .addHelpText('after', examples('user reset-two-factor ada@example.com', 'user reset-two-factor 7 --json'))
  .action(async (whom, options) => (await userCommands()).reset(whom, options));

user
  .command('import <files...>')
  .description(
    'Import second factors that people have in their apps already, from files that another program wrote, or pictures of QR codes: docs/operate.md lists the formats. The account is the e-mail address; a user is made where there is none. Reports every key; can be done again. Exits with 2 when some were not imported.',
  )
  .option('--password-file <file>', 'file with the password that opens it; - is standard input')
  .option('--key-file <file>', 'file with the key that opens it; - is standard input')
  .option('--identity <file>', 'file of private keys (AGE-SECRET-KEY-1…), one of which opens a sealed file')
  .option(
    '--accounts <file>',
    'CSV of accounts and their e-mail addresses, where the accounts are other names',
  )
  .option('--dry-run', 'report what would be done, and change nothing')
  .option('--json', 'a JSON object a line')
  .addHelpText(
    'after',
    examples(
      'user import keys.txt --dry-run',
      'user import tokens.pskcxml --password-file password.txt',
      'user import realm-users-0.json realm-users-1.json',
      'user import countersign-person-7.age --identity key.txt',
    ),
  )
  .action(async (files, options) => (await importCommand()).importUsers(files, options));

user
  .command('import-looker <url>')
  .description(
    'Import the users of a Looker, or of another Countersign, through its API: names, e-mail address, and whether they are disabled. Second factors cannot be read there: people enrol anew. Whoever is here already stays as they are. The API key is LOOKERSDK_CLIENT_ID and LOOKERSDK_CLIENT_SECRET, or a file. Exits with 2 when some were not imported.',
  )
  .option('--key-file <file>', 'JSON with client_id and client_secret; - is standard input')
  .option('--roles', 'give them the roles that have the same name here as there')
  .option('--dry-run', 'report what would be done, and change nothing')
  .option('--json', 'a JSON object a line')
  .addHelpText('after', examples('user import-looker https://looker.example.com:19999 --dry-run'))
  .action(async (url, options) => (await importLookerCommand()).importLooker(url, options));

const apiKey = program
  .command('api-key')
  .description('Look after API keys. The server may be running. USER is an id or an e-mail address.');

apiKey
  .command('create <user>')
  .description('Make an API key for a user. The secret is printed this once.')
  .option('--json', 'answer in JSON')
  .addHelpText('after', examples('api-key create ada@example.com', 'api-key create 7 --json > key.json'))
  .action(async (whom, options) => (await apiKeyCommands()).create(whom, options));

apiKey
  .command('list <user>')
  .description('List the API keys of a user.')
  .option('--json', 'answer in JSON')
  .addHelpText('after', examples('api-key list ada@example.com'))
  .action(async (whom, options) => (await apiKeyCommands()).list(whom, options));

apiKey
  .command('revoke <client_id>')
  .description('Delete an API key, and with it every token that it was used for.')
  .option('--json', 'answer in JSON')
  .addHelpText('after', examples('api-key revoke UbeZJC0rQS594Ew9M1jY'))
  .action(async (clientId, options) => (await apiKeyCommands()).revoke(clientId, options));

const webhook = program
  .command('webhook')
  .description(
    'Look after webhooks: addresses that events of the audit log are sent to. The server may be running.',
  );

webhook
  .command('add <url>')
  .usage('<url> [options]')
  .description(
    'Send the events of the audit log to an address from now on, signed. The secret for it is printed this once.',
  )
  .option('--actions <names...>', 'only events with these actions (usual: all)')
  .option('--json', 'answer in JSON')
  .addHelpText(
    'after',
    examples(
      'webhook add https://events.example.com/countersign',
      'webhook add https://events.example.com/locks --actions lock_login unlock_login',
    ),
  )
  .action(async (url, options) => (await webhookCommands()).add(url, options));

webhook
  .command('list')
  .description('List the webhooks and how each is, one a line.')
  .option('--json', 'answer in JSON')
  .action(async (options) => (await webhookCommands()).list(options));

webhook
  .command('deliveries <id>')
  .description('Show how far a webhook is, and the newest hundred events that it gave up.')
  .option('--json', 'answer in JSON')
  .action(async (id, options) => (await webhookCommands()).deliveries(id, options));

webhook
  .command('replay <id>')
  .description('Send events again: those that were given up, or a range of numbers, both ends among it.')
  .option('--from <event>', 'first event')
  .option('--to <event>', 'last event, at most 10000 in all')
  .option('--json', 'answer in JSON')
  .addHelpText('after', examples('webhook replay 1', 'webhook replay 1 --from 4711 --to 4799'))
  .action(async (id, options) => (await webhookCommands()).replay(id, options));

webhook
  .command('enable <id>')
  .description('Go on sending to a webhook that was disabled, from where it stopped.')
  .option('--json', 'answer in JSON')
  .action(async (id, options) => (await webhookCommands()).turn(id, false, options));

webhook
  .command('disable <id>')
  .description(
    'Send nothing to a webhook until it is enabled again. What is recorded meanwhile waits for it.',
  )
  .option('--json', 'answer in JSON')
  .action(async (id, options) => (await webhookCommands()).turn(id, true, options));

webhook
  .command('remove <id>')
  .description('Remove a webhook, with its secret and what it gave up.')
  .option('--json', 'answer in JSON')
  .action(async (id, options) => (await webhookCommands()).remove(id, options));

program
  .command('backup <file>')
  // What takes several values would take the file as one of them.
  .usage('<file> [options]')
  .description(
    'Write a backup of the database, embedded or PostgreSQL, sealed in the age format, to a new file. The server may be running. Exits with 0 when the file is whole and on disk.',
  )
  .option('--recipient <key...>', 'public keys (age1…) whose owners can open it')
  .option('--password-file <file>', 'or a file with a password that opens it; - is standard input')
  .option(
    '--with-master-key',
    'put the master key in, too: the file is then all that a restore needs, and whoever opens it has every second factor',
  )
  .option('--json', 'answer in JSON')
  .addHelpText(
    'after',
    examples(
      'backup monday.age --recipient age1…',
      'backup monday.age --password-file password.txt --with-master-key',
    ),
  )
  .action(async (file, options) => (await backupCommand()).backup(file, options));

program
  .command('restore <file>')
  .description(
    'Put a backup into a data folder (COUNTERSIGN_DATA) that has no installation, or into an empty PostgreSQL database (DATABASE_URL); or with --drill restore it on trial elsewhere, check all of it, and remember that it can be restored. Exits with 0 when all is right, with 1 when something is not.',
  )
  .option('--identity <file>', 'file of private keys (AGE-SECRET-KEY-1…), one of which opens it')
  .option('--password-file <file>', 'or a file with its password; - is standard input')
  .option('--drill', 'restore on trial, beside the installation that it was taken of')
  .option('--json', 'answer in JSON')
  .addHelpText(
    'after',
    examples('restore monday.age --identity key.txt', 'restore monday.age --identity key.txt --drill'),
  )
  .action(async (file, options) => (await restoreCommand()).restore(file, options));

program
  .command('doctor')
  .description(
    'Look over clock, files, disk, database, keys, backups and settings, and say what to do. Run it with the settings and the account of the server, which may be running. Exits with 1 when something is wrong, with 0 when there are warnings alone.',
  )
  .option('--json', 'answer in JSON')
  .addHelpText('after', examples('doctor', 'doctor --json'))
  .action(async (options) => (await doctorCommand()).doctor(options));

program
  .command('export <file>')
  .usage('<file> [options]')
  .description(
    'Write the keys of all who have enrolled, or of one person, for another program: as otpauth URIs, sealed in the age format, or as PSKC (RFC 6030), whose secrets are protected by a password or a key. Whoever opens the file has every second factor in it. It is recorded in the audit log.',
  )
  .option('--user <user>', 'the key of one person alone, by their id or e-mail address')
  .option('--format <format>', 'otpauth or pskc', 'otpauth')
  .option('--recipient <key...>', 'public keys (age1…) whose owners can open it')
  .option('--password-file <file>', 'or a file with a password that opens it; - is standard input')
  .option('--key-file <file>', 'for PSKC, a file with a key of 128, 192 or 256 bits; - is standard input')
  .option('--json', 'answer in JSON')
  .addHelpText(
    'after',
    examples(
      'export keys.age --recipient age1…',
      'export keys.pskcxml --format pskc --password-file password.txt',
      'export ada.age --user ada@example.com --recipient age1…',
    ),
  )
  .action(async (file, options) => (await exportCommand()).exportToFile(file, options));

program
  .command('migrate')
  .description('Move the installation to another kind of database.')
  .command('embedded-to-postgres')
  .description(
    'Move the installation in the data folder (COUNTERSIGN_DATA) to the empty PostgreSQL database that DATABASE_URL names. Stop the server first. Every row is compared on both sides; then the embedded database is set aside, so that no server starts on it. It can be done again. Exits with 0 when all of it is there, with 1 when nothing was moved, and one line says why.',
  )
  .option('--json', 'answer in JSON')
  .addHelpText(
    'after',
    examples('migrate embedded-to-postgres    (with DATABASE_URL=postgres://user@host/database)'),
  )
  .action(async (options) => (await migrateCommand()).embeddedToPostgres(options));

await program.parseAsync();
