import { type Caller, may } from '../core/caller.ts';
import { API_PREFIX } from '../http/origin.ts';
import type { ModelSetRow } from './queries.ts';

interface View {
  caller: Caller;
  origin: string;
}

export function presentModelSet(row: ModelSetRow, { caller, origin }: View) {
  const sees = may(caller, 'see_users');
  return {
    can: { show: sees, index: sees, update: row.built_in === 0 && may(caller, 'administer') },
    all_access: row.built_in === 1,
    built_in: row.built_in === 1,
    id: String(row.id),
    models: JSON.parse(row.models),
    name: row.name,
    url: `${origin}${API_PREFIX}/model_sets/${row.id}`,
  };
}
