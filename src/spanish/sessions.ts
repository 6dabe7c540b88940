export const sessions: Record<string, string> = {};
