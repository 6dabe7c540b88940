import { addApiKey } from '../../src/api-keys/create-api-key.ts';
import { type Permission, permissions } from '../../src/core/permissions.ts';
import { digest, newClientId, newClientSecret } from '../../src/core/tokens.ts';
import { readPermissions } from '../../src/roles/read-permissions.ts';
import { issueToken } from '../../src/sessions/issue-token.ts';
import type { Transaction } from '../../src/store/database.ts';
import { sql } from '../../src/store/sql.ts';
import type { TestServer } from '../harness.ts';
import type { Actor } from './requests.ts';

type May = ReadonlySet<Permission>;

/** A delegate may do most things, and must not come to do more. */
const delegated =
  'see_users manage_users manage_roles manage_groups manage_api_keys enroll_two_factor reset_two_factor login_as';
const roles = { verifier: 'verify_two_factor', delegate: delegated };

/** In requests. */
const PATIENCE = 8;

/**
 * Those who send requests. Requests end tokens, delete users and change what they may: then somebody else takes
 * the part, so that later ones come as far all the same.
 */
export class Actors {
  readonly #server: TestServer;
  readonly #tokens = new Map<Actor, string>();
  readonly #users = new Map<Actor, number>();
  /** For how many requests the actors have been able to do other things than they stand for. */
  readonly #outOfPart = new Map<Actor, number>();
  #made = 0;

  constructor(server: TestServer) {
    this.#server = server;
  }

  /** @returns undefined for nobody. */
  async tokenOf(actor: Actor): Promise<string | undefined> {
    if (actor === 'nobody') return undefined;
    const token = this.#tokens.get(actor);
    return token !== undefined && (await this.#plays(actor, token)) ? token : this.#cast(actor);
  }

  userId = (actor: Actor): number => this.#users.get(actor) ?? 0;

  mayDo = (actor: Actor): Promise<May> => readPermissions(this.#server.context.database, this.userId(actor));

  /** What everybody may do. */
  async everybody(): Promise<Map<number, May>> {
    const { database } = this.#server.context;
    const users = await database.all<{ id: number }>(sql`SELECT id FROM users`);
    const may = users.map(async ({ id }) => [id, await readPermissions(database, id)] as const);
    return new Map(await Promise.all(may));
  }

  async administrator(): Promise<number | undefined> {
    const { database } = this.#server.context;
    const users = await database.all<{ id: number }>(sql`SELECT id FROM users WHERE disabled_at IS NULL`);
    for (const { id } of users) if (mayEverything(await readPermissions(database, id))) return id;
    return undefined;
  }

  async #plays(actor: keyof typeof roles | 'administrator', token: string): Promise<boolean> {
    const alive = await this.#server.context.database.get(sql`
      SELECT 1 FROM access_tokens AS token
      JOIN users ON users.id = token.user_id AND users.disabled_at IS NULL
      JOIN credentials_api3 AS api_key ON api_key.id = token.api_key_id
      JOIN users AS owner ON owner.id = api_key.user_id AND owner.disabled_at IS NULL
      WHERE digest = ${digest(token)}`);
    if (!alive) return false;
    const may = await this.mayDo(actor);
    if (actor === 'administrator') return mayEverything(may);
    if ([...may].toSorted().join(' ') === roles[actor].split(' ').toSorted().join(' ')) return true;
    // For a while they go on with what they may now.
    const requests = (this.#outOfPart.get(actor) ?? 0) + 1;
    this.#outOfPart.set(actor, requests % PATIENCE);
    return requests < PATIENCE;
  }

  async #cast(actor: keyof typeof roles | 'administrator'): Promise<string> {
    const { context, clock } = this.#server;
    const administrator = actor === 'administrator' ? await this.administrator() : undefined;
    const token = await context.database.transaction(async (tx) => {
      const userId =
        actor === 'administrator' ? (administrator ?? 0) : await this.#newUser(tx, actor, roles[actor]);
      this.#users.set(actor, userId);
      const clientSecret = newClientSecret();
      const key = await addApiKey(tx, clock.nowMs, userId, { clientId: newClientId(), clientSecret });
      return issueToken(tx, clock.nowMs, { userId, apiKeyId: key.id, sudoUserId: null });
    });
    this.#tokens.set(actor, token);
    return token;
  }

  async #newUser(tx: Transaction, role: string, may: string): Promise<number> {
    const { nowMs } = this.#server.clock;
    const name = `${role} ${this.#made++}`;
    const id = async (query: ReturnType<typeof sql>) =>
      ((await tx.get<{ id: number }>(query)) as { id: number }).id;
    const set = await id(sql`
      INSERT INTO permission_sets (name, name_key, permissions) VALUES (${name}, ${name}, ${may}) RETURNING id`);
    const roleId = await id(sql`
      INSERT INTO roles (name, name_key, permission_set_id) VALUES (${name}, ${name}, ${set}) RETURNING id`);
    const userId = await id(sql`INSERT INTO users (created_at) VALUES (${nowMs}) RETURNING id`);
    await tx.run(sql`INSERT INTO user_roles (user_id, role_id) VALUES (${userId}, ${roleId})`);
    return userId;
  }
}

const mayEverything = (may: May) => may.size === Object.keys(permissions).length;
