import assert from 'node:assert/strict';
import { sql } from '../src/store/sql.ts';
import type { TestServer } from './harness.ts';

export const definition = (name: string, more: object = {}) => ({
  name,
  label: `The ${name}`,
  type: 'string',
  user_can_view: true,
  ...more,
});

export async function create(server: TestServer, name: string, more: object = {}): Promise<string> {
  const { status, body } = await server.admin.post('/user_attributes', definition(name, more));
  assert.equal(status, 200, JSON.stringify(body));
  return body.id;
}

/** A group straight into the table, in another group, with members. */
export async function addGroup(
  { context }: TestServer,
  name: string,
  { parent, members = [] }: { parent?: string; members?: string[] } = {},
): Promise<string> {
  return context.database.transaction(async (tx) => {
    const row = await tx.get<{ id: number }>(
      sql`INSERT INTO groups (name, name_key, created_at) VALUES (${name}, ${name.toLowerCase()}, 0) RETURNING id`,
    );
    const id = row?.id ?? 0;
    if (parent) {
      await tx.run(sql`INSERT INTO group_groups (parent_id, child_id) VALUES (${Number(parent)}, ${id})`);
    }
    for (const member of members) {
      await tx.run(sql`INSERT INTO group_users (group_id, user_id) VALUES (${id}, ${Number(member)})`);
    }
    return String(id);
  });
}

async function giveRole({ context }: TestServer, userId: string, permissions: string): Promise<void> {
  await context.database.transaction(async (tx) => {
    const set = await tx.get<{ id: number }>(
      sql`INSERT INTO permission_sets (name, name_key, permissions) VALUES (${permissions}, ${permissions}, ${permissions}) RETURNING id`,
    );
    const role = await tx.get<{ id: number }>(
      sql`INSERT INTO roles (name, name_key, permission_set_id) VALUES (${permissions}, ${permissions}, ${set?.id ?? 0}) RETURNING id`,
    );
    await tx.run(sql`INSERT INTO user_roles (user_id, role_id) VALUES (${Number(userId)}, ${role?.id ?? 0})`);
  });
}

export async function userWho(server: TestServer, permissions: string) {
  const user = await server.userWithRoles();
  await giveRole(server, user.id, permissions);
  return user;
}

export const faultsOf = ({ body }: { body: { errors?: { field: string; code: string }[] } }): string[] =>
  (body.errors ?? []).map(({ field, code }) => `${field} ${code}`);
