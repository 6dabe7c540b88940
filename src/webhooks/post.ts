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
    return { failure: whyUnanswered(error as FetchError) };
  }
}

interface FetchError {
  name: string;
  cause?: { code?: string; message?: string };
}

function whyUnanswered({ name, cause }: FetchError): string {
  if (name === 'TimeoutError') return 'no answer in time';
  // Those of other protocols, such as 25, which `fetch` never asks.
  if (cause?.message === 'bad port') return 'nothing may be sent to this port';
  return cause?.code ?? name;
}

/** Why a POST counts as not taken; undefined: it was. */
export function failureOf(posted: Posted): string | undefined {
  if ('failure' in posted) return posted.failure;
  return posted.status >= 200 && posted.status < 300 ? undefined : `status ${posted.status}`;
}
