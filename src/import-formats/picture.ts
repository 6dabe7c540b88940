/** What a few kilobytes unpack to could fill the memory. */
const MOST_PIXELS = 40_000_000;

interface Pixels {
  width: number;
  height: number;
  /** Four bytes a pixel: red, green, blue, opacity. */
  data: Uint8Array;
}

export const isPicture = (bytes: Buffer): boolean => isPng(bytes) || isJpeg(bytes);

const isPng = (bytes: Buffer): boolean => bytes.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n';
const isJpeg = (bytes: Buffer): boolean => bytes.subarray(0, 3).toString('hex') === 'ffd8ff';

/**
 * What the QR code in a picture says, PNG or JPEG.
 *
 * @throws RangeError when there is none, or the picture is broken or too large
 */
export async function textInPicture(bytes: Buffer): Promise<string> {
  const { decodeQR } = await import('qr/decode.js');
  const pixels = await pixelsOf(bytes).catch((error: unknown) => {
    throw error instanceof RangeError ? error : new RangeError('the picture is broken');
  });
  try {
    return decodeQR(pixels);
  } catch {
    throw new RangeError('there is no QR code in the picture that can be read');
  }
}

async function pixelsOf(bytes: Buffer): Promise<Pixels> {
  if (isJpeg(bytes)) {
    const { decode } = await import('jpeg-js');
    return decode(bytes, { useTArray: true, maxResolutionInMP: MOST_PIXELS / 1e6, maxMemoryUsageInMB: 512 });
  }
  const { PNG } = await import('pngjs');
  // Width and height stand in the first chunk of every PNG.
  if (bytes.length < 24) throw new RangeError('the picture is broken');
  if (bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > MOST_PIXELS)
    throw new RangeError('the picture is too large');
  return PNG.sync.read(bytes);
}
