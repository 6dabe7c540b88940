import { API_PREFIX } from '../http/origin.ts';

/** The API that this one is compatible with. */
export const API_VERSION = '4.0.23.6';
export const RELEASE = '23.6';
/** As it appears in a path. */
export const API_PATH_VERSION = '4.0';

/** What clients read first: which versions there are and where the specification is. */
export function versions(origin: string) {
  const current = {
    version: API_PATH_VERSION,
    full_version: API_VERSION,
    status: 'current',
    swagger_url: `${origin}${API_PREFIX}/swagger.json`,
  };
  return {
    looker_release_version: RELEASE,
    current_version: current,
    supported_versions: [current],
    api_server_url: origin,
    web_server_url: origin,
  };
}
