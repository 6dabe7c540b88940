import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as current from '@looker/sdk-node';
import * as older from 'looker-sdk-node-23';
import type { Facts, OperationFacts } from '../contract/notation.ts';
import { CLIENT_ID, CLIENT_SECRET, startInProcess } from '../harness.ts';
import { oneOfEverything } from '../one-of-everything.ts';
import { whyNever } from '../operations/unreachable.ts';
import { assertWhole } from '../operations/walk.ts';
import { made, thingNamed, waysOn } from '../operations/ways.ts';

const theirs: Facts = JSON.parse(
  readFileSync(new URL('../contract/looker-4.0.23.6.json', import.meta.url), 'utf8'),
);

for (const [version, { LookerNodeSDK, NodeSettings }] of [
  ['26.12', current],
  ['23.14', older as unknown as typeof current],
] as const) {
  test(`SDK ${version} has a method for each of the operations, and each is answered`, async (t) => {
    const server = await startInProcess(t);
    const there = await oneOfEverything(server);
    const ways = waysOn(server, there);
    const base_url = await server.app.listen({ port: 0, host: '127.0.0.1' });
    class Settings extends NodeSettings {
      override readConfig() {
        return { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
      }
    }
    const sdk = LookerNodeSDK.init40(new Settings('', { base_url } as never));
    const methods = sdk as unknown as Record<string, (...given: unknown[]) => Promise<never>>;

    // The client does not notice that its token has ended.
    const { logout, ...others } = theirs.operations;
    for (const [id, facts] of Object.entries({ ...others, logout }) as [string, OperationFacts][]) {
      const method = methods[id];
      assert.ok(method, `${id} is missing`);
      const { path = {}, query, body } = await made(ways[id]?.ok);
      const names = [...facts.route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      const parts = Object.fromEntries(names.map((name) => [name, path[name] ?? thingNamed(name, there)]));
      // The client takes the parts of the path, then the body; of many parameters it makes one object.
      const request = { ...parts, ...Object.fromEntries(new URLSearchParams(query)), body };
      const known: Record<string, unknown> = { ...parts, body, request };
      const given = parametersOf(method).map((name) => known[name]);
      const answer = sdk.ok(method.apply(sdk, given));
      const success = '204' in facts.responses ? 204 : 200;
      if (whyNever(id, facts, success)) {
        await assert.rejects(answer, { message: 'Not found' }, id);
        continue;
      }
      const value = await answer.catch((error) => assert.fail(`${id}: ${error.message}`));
      const type = facts.responses[success];
      if (success === 204) assert.equal(value, '', id);
      else if (type) assertWhole(theirs, type, value, id);
    }
  });
}

const parametersOf = (method: (...given: unknown[]) => unknown): string[] =>
  (/\(([^)]*)\)/.exec(method.toString())?.[1] ?? '').split(',').map((name) => name.trim());
