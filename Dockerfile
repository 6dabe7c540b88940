# Node.js and the program alone: no npm, no packages of the tests. The numbers of the account are used by
# packaging/kubernetes, and by the cache below, which is one account's.
FROM node:26.10.0-bookworm-slim AS built
WORKDIR /app
COPY package.json package-lock.json LICENSE ./
RUN npm ci --omit=dev --ignore-scripts
COPY bin bin
COPY src src
RUN install -d -o 10001 -g 10001 node_modules/.cache/countersign
USER 10001:10001
# Started once, so that what Node.js makes of the TypeScript is in the image: a start then takes half the time, and less
# memory. The server is told to end, which makes 124 of what went well.
RUN COUNTERSIGN_DATA=/tmp/trial COUNTERSIGN_PORT=0 timeout 10 node bin/countersign.js serve >/tmp/said 2>&1; \
  [ $? -eq 124 ] || { cat /tmp/said; exit 1; }
USER root
RUN chmod -R a+rX,go-w node_modules/.cache

FROM debian:bookworm-slim
RUN apt-get update && apt-get install --yes --no-install-recommends libatomic1 libstdc++6 && rm -rf /var/lib/apt/lists/*
COPY --from=built /usr/local/bin/node /usr/local/bin/node
COPY --from=built /app /app
# Belongs to the account that runs it; a volume that is mounted here takes that over.
RUN install -d -o 10001 -g 10001 -m 0700 /data
# Two heaps. With one for each thread, every thread that ever checked a password keeps what that took.
ENV MALLOC_ARENA_MAX=2
ENV NODE_ENV=production COUNTERSIGN_HOST=0.0.0.0 COUNTERSIGN_DATA=/data
WORKDIR /app
USER 10001:10001
VOLUME /data
EXPOSE 19999
# It asks itself, so whose name the certificate has does not matter.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "require(process.env.COUNTERSIGN_TLS_CERT ? 'https' : 'http').get({ port: process.env.COUNTERSIGN_PORT || 19999, path: '/ready', rejectUnauthorized: false }, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
ENTRYPOINT ["node", "bin/countersign.js"]
CMD ["serve"]
