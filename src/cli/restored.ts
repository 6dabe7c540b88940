import { perform } from './perform.ts';
import { type Options, print } from './print.ts';
import { orSayWhy } from './refusal.ts';

/**
 * `countersign restored`: the operator's word that the database was put back to an older state. A start finds that out of
 * an embedded one by itself, and cannot of PostgreSQL.
 */
export function restored(options: Options): Promise<void> {
  return orSayWhy(async () => {
    await perform('restored', {});
    print(
      { restored: true },
      'No code counts that could have been used before now. Recovery codes and password links are void, everybody is signed out, and no device is known.',
      options,
    );
  });
}
