export const roles: Record<string, string> = {};
