import { codeAt } from '../authenticator.ts';
import { type Answer, type Api, apiAt } from '../harness.ts';
import type { Recorder } from './history.ts';

const STEP_MS = 30_000;

/** What clients know of a user. */
export interface Person {
  /** Not the id: after a restore another user may have that. */
  name: string;
  id: string;
  secret: string;
  recoveryCodes: string[];
  links: string[];
}

/** All who are fought over: the clients pick the same few again and again. */
export interface World {
  people: Person[];
  recorder: Recorder;
}

/** A client that sends what it knows, its own and what others sent, until the server is gone. */
export async function work(client: string, origin: string, token: string, world: World): Promise<void> {
  try {
    for (;;) await sendSomething(client, origin, token, world);
  } catch (error) {
    // fetch fails with a TypeError when the connection does.
    if (!(error instanceof TypeError)) throw error;
  }
}

/**
 * @throws TypeError when the server is gone.
 * @throws NotDone when it answers that it could not do what it should.
 */
export async function sendSomething(
  client: string,
  origin: string,
  token: string,
  world: World,
): Promise<void> {
  const api = apiAt(origin, token);
  if (world.people.length < 3 || Math.random() < 0.1) await enrol(client, api, world);
  const person = among(world.people.slice(-5));
  if (Math.random() < 0.75) await sendCode(client, api, world, person, among([-1, -1, 0, 0, 1]));
  else if (Math.random() < 0.85) await useRecoveryCode(client, api, world, person);
  else await useLink(client, api, origin, world, person);
}

/** An answer that says no. */
export class NotDone extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super(`${answer.status} ${JSON.stringify(answer.body)}`);
    this.answer = answer;
  }
}

/** Makes somebody whom all others may know at once, before their first code was accepted. */
async function enrol(client: string, api: Api, { people }: World): Promise<void> {
  const { id } = good(await api.post('/users')).body;
  good(await api.post(`/users/${id}/credentials_totp`));
  good(await api.post(`/users/${id}/credentials_email`, { email: `user${id}@example.com` }));
  const { secret } = good(await api.post(`/users/${id}/credentials_totp/enrollment`)).body;
  people.push({ name: `${client}-${people.length}-${id}`, id, secret, recoveryCodes: [], links: [] });
}

/** Sends the code of a step so many from now. */
export function sendCode(
  client: string,
  api: Api,
  { recorder }: World,
  { name, id, secret }: Person,
  stepsFromNow: number,
): Promise<boolean | undefined> {
  const atMs = Date.now() + stepsFromNow * STEP_MS;
  return sendStep(client, api, recorder, { name, id, secret }, Math.floor(atMs / STEP_MS));
}

/** Sends the code of a step. */
export function sendStep(
  client: string,
  api: Api,
  recorder: Recorder,
  { name, id, secret }: Pick<Person, 'name' | 'id' | 'secret'>,
  step: number,
): Promise<boolean | undefined> {
  return recorder.attempt({ client, kind: 'code', user: name, what: step }, async () =>
    outcomeOf(
      await api.post(`/users/${id}/credentials_totp/verify`, { code: codeAt(secret, step * STEP_MS) }),
    ),
  );
}

async function useRecoveryCode(client: string, api: Api, { recorder }: World, person: Person): Promise<void> {
  if (!person.recoveryCodes.length) {
    const made = await api.post(`/users/${person.id}/recovery_codes`);
    if (made.status === 409) return; // has not enrolled yet
    person.recoveryCodes = good(made).body.codes;
  }
  await sendRecoveryCode(client, api, recorder, person, among(person.recoveryCodes));
}

export function sendRecoveryCode(
  client: string,
  api: Api,
  recorder: Recorder,
  { name, id }: Pick<Person, 'name' | 'id'>,
  code: string,
): Promise<boolean | undefined> {
  return recorder.attempt({ client, kind: 'recovery code', user: name, what: code }, async () =>
    outcomeOf(await api.post(`/users/${id}/recovery_codes/verify`, { code })),
  );
}

async function useLink(
  client: string,
  api: Api,
  origin: string,
  { recorder }: World,
  person: Person,
): Promise<void> {
  if (Math.random() < 0.5 || !person.links.length) {
    const made = good(await api.post(`/users/${person.id}/credentials_email/password_reset`));
    person.links.push(new URL(made.body.password_reset_url).pathname);
  }
  await followLink(client, origin, recorder, person.name, among(person.links.slice(-2)));
}

/** Chooses a password with a link, given as the path of its page. */
export function followLink(
  client: string,
  origin: string,
  recorder: Recorder,
  user: string,
  path: string,
): Promise<boolean | undefined> {
  const password = `quiet harbour ${Math.random()}`;
  return recorder.attempt({ client, kind: 'password link', user, what: path }, async () => {
    const answer = await fetch(origin + path, {
      method: 'POST',
      headers: { origin },
      body: new URLSearchParams({ password, repeat: password }),
    });
    await answer.text();
    if (answer.status === 200) return true;
    return answer.status === 404 ? false : undefined;
  });
}

/** 429 is a refusal, too: it was not looked at. */
function outcomeOf({ status, body }: Answer): boolean | undefined {
  if (status === 200) return body.accepted;
  return status === 429 || status === 404 ? false : undefined;
}

function good(answer: Answer): Answer {
  if (answer.status >= 300) throw new NotDone(answer);
  return answer;
}

function among<T>(list: readonly T[]): T {
  return list[Math.floor(Math.random() * list.length)] as T;
}

/** Sends everything again that was ever sent for those who are there. */
export async function replay(client: string, origin: string, token: string, world: World): Promise<void> {
  const api = apiAt(origin, token);
  const { recorder } = world;
  const people = new Map(world.people.map((person) => [person.name, person]));
  const sent = Map.groupBy(recorder.attempts, ({ kind, user, what }) => `${kind} ${user} ${what}`);
  for (const [attempt] of sent.values()) {
    const person = people.get(attempt?.user ?? '');
    if (!attempt || !person) continue;
    const { kind, user, what } = attempt;
    if (kind === 'code') await sendStep(client, api, recorder, person, Number(what));
    else if (kind === 'recovery code') await sendRecoveryCode(client, api, recorder, person, String(what));
    else await followLink(client, origin, recorder, user, String(what));
  }
}
