import assert from 'node:assert/strict';
import type { Answer } from '../harness.ts';

/** Asserts the API's one shape of an error. */
export function isError(answer: Answer, status: number, message: string | RegExp): void {
  assert.equal(answer.status, status);
  assert.match(String(answer.headers['content-type']), /^application\/json/);
  if (typeof message === 'string') assert.equal(answer.body.message, message);
  else assert.match(answer.body.message, message);
  assert.match(answer.body.documentation_url, new RegExp(`^https?://.*/docs/errors/4\\.0/${status}/`));
  assert.equal('error' in answer.body, false, 'clients would take it for another kind of answer');
}
