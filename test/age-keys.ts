import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';

export interface AgeKey {
  /** `age1…` */
  publicKey: string;
  /** `AGE-SECRET-KEY-1…` */
  privateKey: string;
}

export async function newAgeKey(): Promise<AgeKey> {
  const privateKey = await generateX25519Identity();
  return { privateKey, publicKey: await identityToRecipient(privateKey) };
}

/** The text in a sealed file. */
export async function opened(file: Uint8Array, { privateKey }: AgeKey): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(privateKey);
  return decrypter.decrypt(file, 'text');
}
