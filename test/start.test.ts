import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  listening,
  logIn,
  type RunningCommand,
  type ServerProcess,
  scratchFolder,
  shownAdministrator as shown,
  spawnCountersign,
  spawnServer,
} from './harness.ts';

const anyPort = { COUNTERSIGN_PORT: '0' };

test('the first start says where it listens and shows the administrator it made, once', async (t) => {
  const folder = join(scratchFolder(t), 'made', 'by', 'the', 'server');
  const first = await startsPlainly(t, folder);
  const { email, password, clientId, clientSecret } = shown(first.output.stdout);
  assert.equal(email, 'admin@countersign.localhost');
  assert.match(password, /^\w{20}$/);
  assert.equal(await loginStatus(first.origin, clientId, clientSecret), 200);
  await first.stop();

  const second = await startsPlainly(t, folder);
  assert.equal(second.output.stdout, `Countersign is listening on ${second.origin}\n`);
  assert.equal(await loginStatus(second.origin, clientId, clientSecret), 200);
  await second.stop();

  const logs = first.output.stderr + second.output.stderr;
  for (const secret of [password, clientId, clientSecret]) assert(!logs.includes(secret));
});

test('what the operator chose is not shown', async (t) => {
  const server = await spawnServer(t, scratchFolder(t));
  assert.equal(server.output.stdout, `Countersign is listening on ${server.origin}\n`);
  assert.equal(await loginStatus(server.origin, CLIENT_ID, CLIENT_SECRET), 200);
});

test('when standard output is kept in a file or lost, the administrator is left in a private file', async (t) => {
  for (const kept of ['file', '/dev/null']) {
    const folder = scratchFolder(t);
    // Left over from a start that did not get to the end.
    writeFileSync(join(folder, 'first-start.txt'), 'void');
    const path = kept === 'file' ? join(scratchFolder(t), 'log') : kept;
    const { origin } = await startsPlainly(t, folder, openSync(path, 'a'));

    const privateFile = join(folder, 'first-start.txt');
    assert.equal(modeOf(privateFile), 0o600);
    const { password, clientId, clientSecret } = shown(readFileSync(privateFile, 'utf8'));
    assert.equal(await loginStatus(origin, clientId, clientSecret), 200);
    const log = readFileSync(path, 'utf8');
    if (kept === 'file') assert(log.includes(privateFile), 'it says where to look');
    for (const secret of [password, clientSecret]) assert(!log.includes(secret));
  }
});

test('a first start that could not listen has shown the administrator all the same', async (t) => {
  const folder = scratchFolder(t);
  const port = await takenPort(t);
  const { output, process } = spawnCountersign(folder, { COUNTERSIGN_PORT: port });
  const [code] = await once(process, 'close');
  assert.equal(code, 1);
  const { clientId, clientSecret } = shown(output.stdout);
  const next = await startsPlainly(t, folder);
  assert.equal(await loginStatus(next.origin, clientId, clientSecret), 200);
});

test('/alive says that it is ready', async (t) => {
  const server = await spawnServer(t, scratchFolder(t));
  const alive = await fetch(`${server.origin}/alive`);
  assert.equal(alive.status, 200);
  assert.equal(await alive.text(), '');
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} lets a request in flight be answered, then ends the server with 0`, async (t) => {
    const server = await spawnServer(t, scratchFolder(t));
    const body = `client_id=${CLIENT_ID}&client_secret=${CLIENT_SECRET}`;
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1').setEncoding('utf8');
    let answer = '';
    socket.on('data', (text: string) => {
      answer += text;
    });
    socket.write(
      `POST /api/4.0/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
    );
    await sleep(200);
    const stopped = server.stop(signal);
    // It comes twice when the terminal tells npm and the server alike.
    server.process.kill(signal);
    await sleep(200);
    await assert.rejects(fetch(`${server.origin}/alive`), 'nobody new is let in');
    socket.write(body.slice(20));
    await once(socket, 'close');
    assert.match(answer, /^HTTP\/1\.1 200 /);
    assert.match(answer, /"access_token":"\w{40}"/);
    assert.equal(await stopped, 0);
  });
}

test('a client that never finishes its request does not keep the server from stopping cleanly', async (t) => {
  const server = await spawnServer(t, scratchFolder(t));
  for (const beginning of [
    '',
    'GET /alive HTTP/1.1\r\n',
    'POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{',
  ]) {
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(beginning);
  }
  await sleep(200);
  assert.equal(await server.stop(), 0);
});

test('the data folder and everything in it is for the account of the server alone', async (t) => {
  const folder = join(scratchFolder(t), 'data');
  const server = await spawnServer(t, folder);
  await logIn(server.origin);
  assert.equal(modeOf(folder), 0o700);
  const files = readdirSync(folder);
  assert(
    files.includes('countersign.db') &&
      files.includes('countersign.db-wal') &&
      files.includes('countersign.keys'),
  );
  for (const file of files) assert.equal(modeOf(join(folder, file)), 0o600, file);
});

test('all wrong settings are named at once, a line for each, without what was in them', async (t) => {
  const wrong = {
    COUNTERSIGN_PORT: 'http',
    COUNTERSIGN_PUBLIC_URL: 'https://root:canary1@id.example.com/path',
    COUNTERSIGN_LOG_LEVEL: 'canary2',
    COUNTERSIGN_ISSUER: 'canary3:',
    COUNTERSIGN_ADMIN_EMAIL: 'canary4',
    COUNTERSIGN_ADMIN_PASSWORD: 'canary5',
    COUNTERSIGN_CLIENT_ID: '!canary6',
    COUNTERSIGN_CLIENT_SECRET_FILE: 'canary7',
  };
  const lines = await refusal(scratchFolder(t), wrong);
  assert.deepEqual(lines.map((line) => line.split(' ')[0]).sort(), Object.keys(wrong).sort());
  for (const line of lines) assert.match(line, / must /);
  assert.doesNotMatch(lines.join(), /canary/);
});

test('a secret is taken from a file, or from the environment, but not from both', async (t) => {
  const folder = scratchFolder(t);
  const file = join(folder, 'secret');
  writeFileSync(file, `${CLIENT_SECRET}\n`, { mode: 0o600 });
  const lines = await refusal(join(folder, 'data'), {
    COUNTERSIGN_CLIENT_SECRET: CLIENT_SECRET,
    COUNTERSIGN_CLIENT_SECRET_FILE: file,
  });
  assert.deepEqual(lines, [
    'COUNTERSIGN_CLIENT_SECRET and COUNTERSIGN_CLIENT_SECRET_FILE are both set: keep one.',
  ]);

  const server = await spawnServer(t, join(folder, 'data'), {
    COUNTERSIGN_CLIENT_SECRET: '',
    COUNTERSIGN_CLIENT_SECRET_FILE: file,
  });
  assert.equal(await loginStatus(server.origin, CLIENT_ID, CLIENT_SECRET), 200);
});

test('a data folder that cannot be made or written to stops the start', async (t) => {
  const file = join(scratchFolder(t), 'file');
  writeFileSync(file, '');
  assert.match(
    await oneLine(join(file, 'data')),
    /^The data folder .* cannot be made .*: make it writable, or set COUNTERSIGN_DATA /,
  );
  // Nobody can write there, not even the superuser.
  assert.match(
    await oneLine('/proc'),
    /^The data folder \/proc cannot be locked .*: make it writable, or set COUNTERSIGN_DATA /,
  );
});

test('a port that is taken, and an address that is not ours, stop the start', async (t) => {
  const folder = scratchFolder(t);
  await started(t, folder);
  const port = await takenPort(t);
  assert.equal(
    await oneLine(folder, { COUNTERSIGN_PORT: port }),
    `Port ${port} on 127.0.0.1 is in use: stop what listens there, or set COUNTERSIGN_PORT to a free one.`,
  );
  for (const host of ['192.0.2.1', 'no-such-host.invalid']) {
    assert.equal(
      await oneLine(folder, { COUNTERSIGN_HOST: host }),
      `${host} is not an address of this machine: set COUNTERSIGN_HOST to one that is, such as 127.0.0.1.`,
    );
  }
});

test('a key file that is exposed or of another database stops the start in a line', async (t) => {
  const folder = scratchFolder(t);
  await started(t, folder);
  const path = join(folder, 'countersign.keys');
  const right = readFileSync(path, 'utf8');

  chmodSync(path, 0o640);
  assert.equal(await oneLine(folder), `The key file ${path} can be read by others: chmod 600 it.`);
  chmodSync(path, 0o600);
  writeFileSync(path, `${randomBytes(32).toString('base64')}\n`);
  assert.match(
    await oneLine(folder),
    /^The key file .* does not fit the database \(key [0-9a-f]{8}\): put back the one that belongs to it\.$/,
  );

  writeFileSync(path, right, { mode: 0o600 });
  const server = await spawnServer(t, folder);
  assert.equal(await loginStatus(server.origin, CLIENT_ID, CLIENT_SECRET), 200);
});

test('a key file that an interrupted first start left half-written is replaced', async (t) => {
  const folder = scratchFolder(t);
  writeFileSync(join(folder, 'countersign.keys.new'), '# The mas', { mode: 0o600 });
  const server = await spawnServer(t, folder);
  assert.equal(await loginStatus(server.origin, CLIENT_ID, CLIENT_SECRET), 200);
});

test('the master key can come from a command, and shows nowhere', async (t) => {
  const folder = scratchFolder(t);
  const vault = join(scratchFolder(t), 'vault');
  const master = randomBytes(32).toString('base64');
  writeFileSync(vault, `${master}\n`);
  const settings = { COUNTERSIGN_MASTER_KEY_COMMAND: `cat ${vault}`, COUNTERSIGN_LOG_LEVEL: 'trace' };
  const server = await spawnServer(t, folder, settings);
  assert.equal(await loginStatus(server.origin, CLIENT_ID, CLIENT_SECRET), 200);
  await server.stop();
  assert.ok(!existsSync(join(folder, 'countersign.keys')), 'nothing of it is in the data folder');
  assert.ok(!(server.output.stdout + server.output.stderr).includes(master.slice(0, 12)));

  writeFileSync(vault, 'canary-no-key\n');
  assert.equal(
    await oneLine(folder, settings),
    'What COUNTERSIGN_MASTER_KEY_COMMAND prints cannot be used (a key must be 32 bytes in Base64): make it print the key that belongs to it.',
  );
  assert.match(
    await oneLine(folder, { COUNTERSIGN_MASTER_KEY: master, COUNTERSIGN_MASTER_KEY_COMMAND: 'true' }),
    /^COUNTERSIGN_MASTER_KEY and COUNTERSIGN_MASTER_KEY_COMMAND are set together: keep one\.$/,
  );
});

test('a database of a newer Countersign, or a file that is no database, stops the start untouched', async (t) => {
  const folder = scratchFolder(t);
  await started(t, folder);
  const path = join(folder, 'countersign.db');
  const database = new DatabaseSync(path);
  database.exec("INSERT INTO schema_migrations (version, name, applied_at) VALUES (9999, 'later', 0)");
  database.close();
  assert.match(
    await oneLine(folder),
    /^The database in .* was made by a newer Countersign \(its schema is at version 9999, this program knows \d+\): start that one, or put back a backup from before\.$/,
  );

  const text = 'These are the notes of the meeting. '.repeat(100);
  writeFileSync(path, text);
  assert.match(
    await oneLine(folder),
    /^The database in .* cannot be opened \(file is not a database\): check /,
  );
  assert.equal(readFileSync(path, 'utf8'), text);

  const elsewhere = scratchFolder(t);
  mkdirSync(join(elsewhere, 'countersign.db'));
  assert.match(await oneLine(elsewhere), /^The database in .* cannot be opened \(.*\): check /);
});

test('one data folder has one server; the next one starts as soon as it is gone, however it went', async (t) => {
  const folder = scratchFolder(t);
  const first = await spawnServer(t, folder);
  assert.equal(
    await oneLine(folder),
    `Another Countersign is running on the data folder ${folder}: stop it, or set COUNTERSIGN_DATA to another folder.`,
  );
  assert.equal(await loginStatus(first.origin, CLIENT_ID, CLIENT_SECRET), 200);
  await first.stop('SIGKILL');
  const second = await spawnServer(t, folder);
  await second.stop('SIGTERM');
  await spawnServer(t, folder);
});

test('of two first starts at once one goes on, and the other makes nothing', async (t) => {
  const folder = scratchFolder(t);
  const pair = [1, 2].map(() => spawnCountersign(folder, anyPort));
  t.after(() => {
    for (const { process } of pair) process.kill('SIGKILL');
  });
  const [loser, code] = await Promise.race(
    pair.map(async (one) => [one, (await once(one.process, 'close'))[0] as number] as const),
  );
  assert.equal(code, 1);
  assert.match(loser.output.stderr, /^Another Countersign is running on the data folder .*\n$/);
  assert.equal(loser.output.stdout, '');
  const winner = pair.find((one) => one !== loser) as RunningCommand;
  const origin = await listening(winner);
  const { clientId, clientSecret } = shown(winner.output.stdout);
  assert.equal(await loginStatus(origin, clientId, clientSecret), 200);
});

/** A server to which nothing but the port was said. */
async function startsPlainly(t: TestContext, folder: string, stdout?: number): Promise<ServerProcess> {
  const server = spawnCountersign(folder, anyPort, stdout);
  t.after(() => server.process.kill('SIGKILL'));
  return { ...server, origin: await listening(server) };
}

/** A data folder that a server has been running on. */
async function started(t: TestContext, folder: string): Promise<void> {
  const server = await spawnServer(t, folder);
  assert.equal(await server.stop(), 0);
}

/** What a server says that does not start, line by line. */
async function refusal(folder: string, settings: Record<string, string> = {}): Promise<string[]> {
  const { process, output } = spawnCountersign(folder, { ...anyPort, ...settings });
  const tooLong = setTimeout(() => process.kill('SIGKILL'), 15_000);
  const [code] = await once(process, 'close');
  clearTimeout(tooLong);
  assert.equal(code, 1, output.stdout);
  assert.equal(output.stdout, '');
  return output.stderr.replace(/\n$/, '').split('\n');
}

async function oneLine(folder: string, settings: Record<string, string> = {}): Promise<string> {
  const lines = await refusal(folder, settings);
  assert.equal(lines.length, 1, lines.join('\n'));
  return lines[0] as string;
}

async function takenPort(t: TestContext): Promise<string> {
  const squatter = createServer().listen(0, '127.0.0.1');
  t.after(() => squatter.close());
  await once(squatter, 'listening');
  return String((squatter.address() as AddressInfo).port);
}

async function loginStatus(origin: string, clientId: string, clientSecret: string): Promise<number> {
  const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret });
  return (await fetch(`${origin}/api/4.0/login`, { method: 'POST', body })).status;
}

const modeOf = (path: string): number => statSync(path).mode & 0o777;
