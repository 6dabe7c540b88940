import { once } from 'node:events';
import { type ListedPerson, listPeople } from '../users/list-people.ts';
import { perform } from './perform.ts';
import { type Options, print } from './print.ts';
import { readDatabase } from './read-database.ts';
import { orSayWhy } from './refusal.ts';
import type { NewPerson } from './user-tasks.ts';

const toChoose = (link: string): string => `To choose a password, within the hour: ${link}`;

/** `countersign user add` */
export function add({ json, ...person }: Options & NewPerson): Promise<void> {
  return orSayWhy(async () => {
    const added = await perform('user add', person);
    const link = added.password_link ? `\n${toChoose(added.password_link)}` : '';
    print(added, `User ${added.user_id} was added.${link}`, { json: json ?? false });
  });
}

/** `countersign user disable` */
export function disable(user: string, options: Options): Promise<void> {
  return orSayWhy(async () => {
    const disabled = await perform('user disable', { user });
    print(disabled, `User ${disabled.user_id} is disabled and signed out everywhere.`, options);
  });
}

/** `countersign user enable` */
export function enable(user: string, options: Options): Promise<void> {
  return orSayWhy(async () => {
    const enabled = await perform('user enable', { user });
    print(enabled, `User ${enabled.user_id} is enabled, and can sign in again.`, options);
  });
}

/** `countersign user password-link` */
export function passwordLink(user: string, options: Options): Promise<void> {
  return orSayWhy(async () => {
    const made = await perform('user password-link', { user });
    print(made, toChoose(made.password_link), options);
  });
}

/** `countersign user reset-two-factor` */
export function reset(user: string, options: Options): Promise<void> {
  return orSayWhy(async () => {
    const { user_id } = await perform('user reset-two-factor', { user });
    print(
      { user_id },
      `User ${user_id} has no second factor any more, and is signed out everywhere.`,
      options,
    );
  });
}

/** `countersign user list`: reads the database, also beside a running server. In JSON each is a line. */
export function list({ json, withoutTwoFactor }: Options & { withoutTwoFactor?: boolean }): Promise<void> {
  return orSayWhy(async () => {
    // Whoever reads the list may have seen enough: `countersign user list | head`.
    process.stdout.on('error', () => process.exit(0));
    await readDatabase(async (database) => {
      for await (const person of listPeople(database)) {
        if (withoutTwoFactor && (person.two_factor === 'on' || person.is_disabled)) continue;
        const line = json ? JSON.stringify(person) : inWords(person);
        if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
      }
    });
  });
}

function inWords({ id, name, email, is_disabled, two_factor }: ListedPerson): string {
  const disabled = is_disabled ? ', disabled' : '';
  return `${id}  ${name || '-'}  ${email ?? '-'}  second factor: ${two_factor}${disabled}`;
}
