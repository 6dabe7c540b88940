import type { Context } from '../context.ts';
import { appendLine } from '../store/line-file.ts';
import { type Head, signHead } from './head.ts';
import { HeadWebhook } from './head-webhook.ts';
import { readChains, readHead } from './read-head.ts';

/**
 * From now on says where each audit chain stands whenever it has grown, at most once in the time that the
 * settings name: in the log, in a file and, if there is one, to a webhook. A failure of one keeps nothing from
 * the others, and the server goes on.
 *
 * @returns How to stop it, which says it a last time.
 */
export function publishHeads(context: Context): () => Promise<void> {
  const { config, log } = context;
  const { seconds, webhookUrl } = config.auditHeads;
  const webhook = webhookUrl && new HeadWebhook(webhookUrl, log);
  /** The hash that was published of each chain. */
  const published = new Map<number, string>();
  const publish = async () => {
    for (const chain of await readChains(context.database)) {
      const head = await currentHead(context, chain);
      if (!head || head.hash === published.get(chain)) continue;
      log.info({ auditHead: head }, 'audit head');
      webhook?.send(head);
      appendLine(config.auditHeads.file, JSON.stringify(head));
      published.set(chain, head.hash);
    }
  };
  const publishOrSay = () =>
    publish().catch((error: unknown) => log.error({ err: error }, 'the audit head was not written'));
  void publishOrSay();
  const timer = setInterval(publishOrSay, seconds * 1_000);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await publishOrSay();
    await webhook?.stop();
  };
}

/** Of what is committed. undefined: nothing was recorded yet. */
async function currentHead(
  { database, keys, auditKey, clock }: Context,
  chain: number,
): Promise<Head | undefined> {
  const newest = await readHead(database, chain);
  if (!newest) return undefined;
  const { id, hash } = newest;
  return signHead(auditKey, { instance_id: keys.instanceId, chain, id, hash }, clock());
}
