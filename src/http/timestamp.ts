/** The API's form of a time: milliseconds and a numeric offset, never `Z`. */
export const timestamp = (ms: number): string => new Date(ms).toISOString().replace('Z', '+00:00');
export const timestampOrNull = (ms: number | null): string | null => (ms === null ? null : timestamp(ms));
