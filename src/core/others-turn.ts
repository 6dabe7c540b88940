/** Lets whoever waits have their turn: long work is done in parts, with this in between. */
export const othersTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
