/** A field of a protocol buffer: its number, and its bytes or whole number. */
export interface Field {
  number: number;
  value: bigint | Uint8Array;
}

const VARINT = 0;
const BYTES = 2;

/**
 * Takes a protocol buffer apart, as far as it has whole numbers and bytes.
 *
 * @throws RangeError when it is none, or has more than that.
 */
export function fieldsOf(message: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('the data are broken');
  };
  while (at < message.length) {
    const tag = Number(varint());
    const number = tag >>> 3;
    if ((tag & 7) === VARINT) fields.push({ number, value: varint() });
    else if ((tag & 7) === BYTES) {
      const length = Number(varint());
      if (at + length > message.length) throw new RangeError('the data are broken');
      fields.push({ number, value: message.subarray(at, at + length) });
      at += length;
    } else throw new RangeError('the data are broken');
  }
  return fields;
}
