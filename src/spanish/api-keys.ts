export const apiKeys: Record<string, string> = {};
