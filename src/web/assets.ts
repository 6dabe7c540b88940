import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

interface Asset {
  url: string;
  type: string;
  plain: Buffer;
  /** Made when somebody first asks for it: the start does not wait for it. */
  compressed?: Buffer;
}

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

const folder = new URL('./static/', import.meta.url);
const assets = new Map(readdirSync(folder).map((name) => [name, load(name)]));

/** The file's content is in its address, so browsers keep it for good and a new one is seen at once. */
function load(name: string): Asset {
  const plain = readFileSync(new URL(name, folder));
  const [base, extension = ''] = name.split('.');
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 12);
  return {
    url: `/static/${base}.${hash}.${extension}`,
    type: types[extension] ?? 'application/octet-stream',
    plain,
  };
}

function compressedForm(asset: Asset): Buffer {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  asset.compressed ??= brotliCompressSync(asset.plain, { params });
  return asset.compressed;
}

/** @throws Error for a name that is no file of `static/`. */
export function assetUrl(name: string): string {
  const asset = assets.get(name);
  if (!asset) throw new Error(`there is no static file ${name}`);
  return asset.url;
}

/** Serves the style sheet, the scripts and the pictures. They are the same for everybody. */
export function serveAssets(app: FastifyInstance): void {
  for (const asset of assets.values()) {
    app.get(asset.url, (request, reply) => {
      const brotli = /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
      if (brotli) reply.header('content-encoding', 'br');
      return reply
        .type(asset.type)
        .header('vary', 'accept-encoding')
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('cross-origin-resource-policy', 'same-origin')
        .send(brotli ? compressedForm(asset) : asset.plain);
    });
  }
}
