import type { Context } from '../context.ts';
import { appendLine } from '../store/line-file.ts';
import { type Head, signHead } from './head.ts';
import { HeadWebhook } from './head-webhook.ts';
import { readHead } from './read-head.ts';

/**
 * From now on says where the audit chain stands whenever it has grown, at most once in the time that the
 * settings name: in the log, in a file and, if there is one, to a webhook. A failure of one keeps nothing from
 * the others, and the server goes on.
 *
 * @returns How to stop it, which says it a last time.
 */
export function publishHeads(context: Context): () => Promise<void> {
  const { config, log } = context;
  const { seconds, webhookUrl } = config.auditHeads;
  const webhook = webhookUrl && new HeadWebhook(webhookUrl, log);
  let published = '';
  const publish = async () => {
    const head = await currentHead(context);
    if (!head || head.hash === published) return;
    log.info({ auditHead: head }, 'audit head');
    webhook?.send(head);
    appendLine(config.auditHeads.file, JSON.stringify(head));
    published = head.hash;
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
async function currentHead({ database, keys, auditKey, clock }: Context): Promise<Head | undefined> {
  const newest = await readHead(database);
  if (!newest) return undefined;
  const { id, chain, hash } = newest;
  return signHead(auditKey, { instance_id: keys.instanceId, chain, id, hash }, clock());
}
