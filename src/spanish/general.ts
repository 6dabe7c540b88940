export const general: Record<string, string> = {};
