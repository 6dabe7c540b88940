export const twoFactor: Record<string, string> = {};
