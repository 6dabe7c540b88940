import type { Secret } from '../core/secret.ts';

/** How a POST went: the status of the answer, or why there was none. */
export type Posted = { status: number } | { failure: string };

/**
 * Posts JSON to an address of the operator's. Redirects are not followed, because nobody has said that what is sent may
 * go there, and nothing of the answer but its status is looked at.
 *
 * @returns Never with the address: that may hold a token.
 */
export async function post(
  url: Secret,
  { body, headers, signal }: { body: string; headers?: Record<string, string>; signal: AbortSignal },
): Promise<Posted> {
  try {
    const { status, body: rest } = await fetch(url.reveal(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Countersign', ...headers },
      body,
      redirect: 'manual',
      signal,
    });
    await rest?.cancel();
    return { status };
  } catch (error) {
    const { cause, name } = error as { cause?: { code?: string }; name: string };
    return { failure: name === 'TimeoutError' ? 'no answer in time' : (cause?.code ?? name) };
  }
}

/** Why a POST counts as not taken; undefined: it was. */
export function failureOf(posted: Posted): string | undefined {
  if ('failure' in posted) return posted.failure;
  return posted.status >= 200 && posted.status < 300 ? undefined : `status ${posted.status}`;
}
