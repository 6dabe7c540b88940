import type { Entry, Reference } from './entry.ts';
import { isWritable, resolve } from './entry.ts';

/** What an explanation of an error knows of the operation it happened to. All of it is empty for any operation. */
export interface About {
  isLogin: boolean;
  /** Names of the permission that the caller needs. */
  permission: string | undefined;
  /** Names of the parameters in the path. */
  inPath: string[];
  /** Names of query parameters that must have a certain form. */
  formed: string[];
  has: { fields: boolean; sorts: boolean; body: boolean };
  requiredFields: string[];
}

export interface Explanation {
  title: string;
  means: string;
  causes: string[];
  remedies: string[];
}

/** By status. */
export type Explanations = Record<number, (about: About) => Explanation>;

export function aboutOf(entry: Entry | undefined, { shapes }: Pick<Reference, 'shapes'>): About {
  const { operation, parameters = [], body } = entry ?? {};
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const access = operation?.access;
  const permission = typeof access === 'object' ? access.permission : access;
  const shape = body && resolve(body.shape, shapes);
  return {
    isLogin: entry?.id === 'login',
    permission: permission === 'public' || permission === 'token' ? undefined : permission,
    inPath: parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name),
    formed: query
      .filter(({ schema }) => !['string', 'array'].includes(schema.type ?? ''))
      .map(({ name }) => name),
    has: {
      fields: query.some(({ name }) => name === 'fields'),
      sorts: query.some(({ name }) => name === 'sorts'),
      body: body !== undefined,
    },
    requiredFields: (shape?.required ?? []).filter((name) => isWritable(shape?.properties?.[name] ?? {})),
  };
}
