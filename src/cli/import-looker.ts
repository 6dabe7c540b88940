import { readFileSync } from 'node:fs';
import { Secret } from '../core/secret.ts';
import { StartError } from '../core/start-error.ts';
import { type LookerKey, type LookerUser, lookerUsers } from '../import-formats/looker.ts';
import { reportImport } from './import-report.ts';
import { interruptible } from './interruptible.ts';
import { perform } from './perform.ts';
import type { Options } from './print.ts';
import { orSayWhy } from './refusal.ts';

interface LookerOptions extends Options {
  dryRun?: boolean;
  roles?: boolean;
  keyFile?: string;
}

/** `countersign user import-looker`: users alone. Who is there already stays as they are. */
export function importLooker(origin: string, options: LookerOptions): Promise<void> {
  return orSayWhy(async () => {
    const key = readKey(options.keyFile);
    await interruptible(
      (signal) => reportImport(imported(lookerUsers(origin, key, signal), options), options),
      'Broken off. What was reported is done; do it again for the rest.',
    );
  });
}

async function* imported(
  pages: AsyncIterable<LookerUser[]>,
  { dryRun = false, roles = false }: LookerOptions,
) {
  for await (const users of pages) {
    yield (await perform('user import-looker', { users, dryRun, withRoles: roles })).reports;
  }
}

/** From a file as `api-key create --json` writes it, or from the variables that Looker's SDKs read. */
function readKey(file: string | undefined): LookerKey {
  const { LOOKERSDK_CLIENT_ID, LOOKERSDK_CLIENT_SECRET } = process.env;
  const given = file === undefined ? {} : readJson(file);
  const clientId = file === undefined ? LOOKERSDK_CLIENT_ID : given.client_id;
  const clientSecret = file === undefined ? LOOKERSDK_CLIENT_SECRET : given.client_secret;
  if (!clientId || !clientSecret) {
    throw new StartError(
      'Say the API key: LOOKERSDK_CLIENT_ID and LOOKERSDK_CLIENT_SECRET, or --key-file with JSON that has client_id and client_secret.',
    );
  }
  return { clientId, clientSecret: new Secret(clientSecret) };
}

function readJson(file: string): { client_id?: string; client_secret?: string } {
  try {
    return Object(JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8')));
  } catch {
    throw new StartError('The file of the API key cannot be read, or is no JSON.');
  }
}
