import { component, readOnly, ref, text } from '../http/schema.ts';
import { Type } from '../http/type.ts';

export const serverComponents = [
  component('ApiVersion', {
    looker_release_version: readOnly(
      Type.String({ description: 'Release that this API is compatible with' }),
    ),
    current_version: Type.Optional(ref('ApiVersionElement')),
    supported_versions: readOnly(Type.Array(ref('ApiVersionElement'))),
    api_server_url: readOnly(Type.String({ description: 'Where the API is' })),
    web_server_url: readOnly(Type.String({ description: 'Where the pages are' })),
  }),
  component('ApiVersionElement', {
    version: text('Version number as it appears in a path'),
    full_version: text('Full version number'),
    status: text('`current`'),
    swagger_url: readOnly(
      Type.String({ format: 'uri-reference', description: 'Where the specification is', nullable: true }),
    ),
  }),
];
