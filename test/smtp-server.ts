import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

export interface ReceivedMail {
  from: string;
  to: string[];
  headers: string;
  text: string;
  html: string;
}

export interface SmtpServer {
  url: string;
  /** What has arrived, the oldest first. */
  mails: ReceivedMail[];
  /** Waits for the mail after those that have arrived when it is called. */
  next(): Promise<ReceivedMail>;
  /** What the server answers to the end of a mail; absent: that it took it. */
  refuseWith: string | undefined;
  /** The `AUTH PLAIN` of each connection, decoded. */
  logins: string[];
}

/** A mail server that speaks enough of RFC 5321 to take a mail over a real socket. */
export async function startSmtpServer(t: TestContext): Promise<SmtpServer> {
  const waiting: ((mail: ReceivedMail) => void)[] = [];
  const sockets = new Set<Socket>();
  const server: SmtpServer = {
    url: '',
    mails: [],
    logins: [],
    refuseWith: undefined,
    next: () => new Promise((resolve) => waiting.push(resolve)),
  };
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let envelope = { from: '', to: [] as string[] };
    let reading = false;
    let buffered = '';
    socket.write('220 test\r\n');
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      buffered += chunk;
      for (;;) {
        const end = buffered.indexOf(reading ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const said = buffered.slice(0, end);
        buffered = buffered.slice(end + (reading ? 5 : 2));
        socket.write(`${reading ? finish(said) : answer(said)}\r\n`);
      }
    });
    const answer = (line: string): string => {
      const [verb = ''] = line.toUpperCase().split(/[ :]/);
      switch (verb) {
        case 'EHLO':
          return '250-test\r\n250-AUTH PLAIN\r\n250-SMTPUTF8\r\n250 8BITMIME';
        case 'AUTH':
          server.logins.push(Buffer.from(line.split(' ')[2] ?? '', 'base64').toString());
          return '235 ok';
        case 'MAIL':
          envelope = { from: /<(.*)>/.exec(line)?.[1] ?? '', to: [] };
          return '250 ok';
        case 'RCPT':
          envelope.to.push(/<(.*)>/.exec(line)?.[1] ?? '');
          return '250 ok';
        case 'DATA':
          reading = true;
          return '354 go on';
        default:
          return verb === 'QUIT' ? '221 bye' : '250 ok';
      }
    };
    const finish = (data: string): string => {
      reading = false;
      if (server.refuseWith)
        return server.refuseWith.replace('%s', /https?:\S+/.exec(decode(data))?.[0] ?? '');
      const mail = { ...envelope, ...parse(data) };
      server.mails.push(mail);
      waiting.shift()?.(mail);
      return '250 taken';
    };
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    listener.close();
  });
  server.url = `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  return server;
}

/** Quoted-printable (RFC 2045 section 6.7) as UTF-8. */
const decode = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();

function parse(data: string): Pick<ReceivedMail, 'headers' | 'text' | 'html'> {
  const [headers = ''] = data.split('\r\n\r\n', 1);
  const boundary = /boundary="(.+?)"/.exec(headers)?.[1] ?? '';
  const [, text = '', html = ''] = data.split(`--${boundary}`).map((part) => {
    const at = part.indexOf('\r\n\r\n');
    const body = part.slice(at + 4);
    return /transfer-encoding: base64/i.test(part.slice(0, at))
      ? Buffer.from(body, 'base64').toString()
      : decode(body);
  });
  return { headers, text, html };
}

/** The settings of a server that sends its mails there. */
export const mailingBy = ({ url }: SmtpServer): Record<string, string> => ({
  COUNTERSIGN_SMTP_URL: url,
  COUNTERSIGN_MAIL_FROM: 'id@example.com',
  COUNTERSIGN_PUBLIC_URL: 'http://id.example.com',
});
