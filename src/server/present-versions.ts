import { API_PREFIX } from '../http/origin.ts';

/** The API that this one is compatible with. */
export const API_VERSION = '4.0.23.6';
const RELEASE = '23.6';

/** What clients read first: which versions there are and where the specification is. */
export function versions(origin: string) {
  const current = {
    version: '4.0',
    full_version: API_VERSION,
    status: 'current',
    swagger_url: `${origin}${API_PREFIX}/openapi.json`,
  };
  return {
    looker_release_version: RELEASE,
    current_version: current,
    supported_versions: [current],
    api_server_url: origin,
    web_server_url: origin,
  };
}
