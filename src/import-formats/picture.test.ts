import assert from 'node:assert/strict';
import { test } from 'node:test';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { encode } from 'uqr';
import { isPicture, textInPicture } from './picture.ts';

/** A QR code with four pixels a module, turned as somebody holds a phone. */
function drawn(text: string, turnDegrees = 0) {
  const { data: modules, size } = encode(text, { border: 4, ecc: 'L' });
  const width = size * 6;
  const png = new PNG({ width, height: width });
  const [sin, cos] = [Math.sin, Math.cos].map((of) => of((turnDegrees * Math.PI) / 180)) as [number, number];
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [x - width / 2, y - width / 2];
      const at = (value: number) => Math.floor((value + (size * 4) / 2) / 4);
      const isDark = modules[at(dx * sin + dy * cos)]?.[at(dx * cos - dy * sin)] ?? false;
      png.data.set([isDark ? 30 : 230, isDark ? 20 : 235, isDark ? 40 : 228, 255], (y * width + x) * 4);
    }
  }
  return png;
}

const key = 'otpauth://totp/Old:ada@example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Old';
const tenKeys = `otpauth-migration://offline?data=${Buffer.alloc(450, 'ten keys').toString('base64url')}`;

test('QR codes are read from PNG and JPEG, small and large, straight and turned', async () => {
  for (const text of [key, tenKeys]) {
    for (const turn of [0, 90, 7]) {
      const picture = drawn(text, turn);
      assert.equal(await textInPicture(PNG.sync.write(picture)), text, `PNG, turned by ${turn}`);
      assert.equal(await textInPicture(jpeg.encode(picture, 70).data), text, `JPEG, turned by ${turn}`);
    }
  }
});

test('a picture that is broken, too large or of something else is refused', async () => {
  const png = PNG.sync.write(drawn(key));
  const huge = Buffer.from(png);
  huge.writeUInt32BE(1_000_000, 16);
  const blank = new PNG({ width: 100, height: 100 });
  const refusals = [
    [huge, /too large$/],
    [png.subarray(0, 200), /is broken$/],
    [png.subarray(0, 12), /is broken$/],
    [jpeg.encode(drawn(key), 70).data.subarray(0, 300), /is broken$|no QR code/],
    [PNG.sync.write(blank), /no QR code in the picture/],
  ] as const;
  for (const [bytes, why] of refusals) {
    assert.ok(isPicture(bytes));
    await assert.rejects(textInPicture(bytes), (error: Error) => {
      assert.match(error.message, why);
      return error.name === 'RangeError';
    });
  }
  assert.ok(!isPicture(Buffer.from('otpauth://totp/')));
  assert.ok(!isPicture(Buffer.alloc(0)));
});
