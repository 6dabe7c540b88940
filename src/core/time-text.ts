/** In ISO 8601, UTC, to the second. @param ms Time in milliseconds. */
export const timeText = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** The same in the basic format, which file names and signatures take: `20260131T235959Z`. */
export const basicTimeText = (ms: number): string => timeText(ms).replace(/[:-]/g, '');
