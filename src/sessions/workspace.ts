import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError, invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import type { Reader } from '../store/database.ts';
import { selectWorkspace, setWorkspace } from './queries.ts';

/** Kept with each access token for clients; it changes nothing here. */
const WORKSPACES = ['production', 'dev'];

/** @throws AppError `requires_authentication` when the token has ended meanwhile. */
export async function readWorkspace(reader: Reader, { tokenDigest }: Caller): Promise<string> {
  const row = await reader.get<{ workspace_id: string }>(selectWorkspace(tokenDigest));
  if (!row) throw new AppError('requires_authentication');
  return row.workspace_id;
}

/**
 * Chooses the workspace of the token that the request came with, and of no other.
 *
 * @param workspace undefined: leave it.
 * @throws AppError `validation_failed` for one that there is not; `requires_authentication` when the token has ended meanwhile.
 */
export async function updateWorkspace(
  { database, clock }: Context,
  caller: Caller,
  workspace: string | null | undefined,
): Promise<string> {
  if (workspace === null || (workspace !== undefined && !WORKSPACES.includes(workspace))) {
    throw invalidField('workspace_id', `'workspace_id' must be one of ${WORKSPACES.join(', ')}.`);
  }
  return database.transaction(async (tx) => {
    if (workspace !== undefined && (await tx.run(setWorkspace(caller.tokenDigest, workspace)))) {
      await recordEvent(tx, clock(), { action: 'set_workspace', actor: caller, detail: workspace });
    }
    return readWorkspace(tx, caller);
  });
}
