export const attributes: Record<string, string> = {};
