import assert from 'node:assert/strict';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Answer } from '../harness.ts';
import type { Documented, Specification } from './notation.ts';

interface Route {
  method: string;
  path: RegExp;
  pointer: string;
  documented: Documented;
}

/** Holds answers against the served specification: is the status documented, does the body have its shape? */
export class DocumentedAnswers {
  readonly #routes: Route[];
  readonly #ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false, allErrors: true });
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(specification: Specification) {
    this.#ajv.addSchema(specification, 'specification');
    this.#routes = Object.entries(specification.paths)
      .flatMap(([template, methods]) =>
        Object.entries(methods).map(([method, documented]) => ({
          method: method.toUpperCase(),
          path: new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
          pointer: `specification#/paths/${template.replaceAll('/', '~1')}/${method}`,
          documented,
          variables: template.split('{').length,
        })),
      )
      // `/users/search` before `/users/{user_id}`
      .toSorted((a, b) => a.variables - b.variables);
  }

  /** @param path What comes after `/api/4.0`. Paths outside the specification are nobody's promise. */
  check(method: string, path: string, { status, body }: Answer): void {
    const [pathname = '', query] = path.split('?');
    const route = this.#routes.find((one) => one.method === method && one.path.test(pathname));
    if (!route) return;
    const said = `${method} ${pathname} answered ${status}`;
    const answer = route.documented.responses[String(status)];
    assert.ok(answer, `${said}, which is not documented`);
    if (!answer.content) {
      assert.equal(body, '', `${said} with a body`);
      return;
    }
    const validate = this.#validator(`${route.pointer}/responses/${status}/content/application~1json/schema`);
    validate(body);
    // What was not asked for is absent, whatever the whole must have.
    const partial = new URLSearchParams(query).has('fields');
    const faults = (validate.errors ?? []).filter(({ keyword }) => !(partial && keyword === 'required'));
    assert.ok(
      faults.length === 0,
      `${said} in another shape than documented: ${this.#ajv.errorsText(faults)}`,
    );
  }

  #validator(pointer: string): ValidateFunction {
    let validate = this.#compiled.get(pointer);
    if (!validate) {
      validate = this.#ajv.compile({ $ref: pointer.replaceAll('{', '%7B').replaceAll('}', '%7D') });
      this.#compiled.set(pointer, validate);
    }
    return validate;
  }
}
