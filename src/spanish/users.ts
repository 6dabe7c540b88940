export const users: Record<string, string> = {};
