import { createTransport } from 'nodemailer';
import { type Mailer, MailRefused } from './mailer.ts';

const TIMEOUT_MS = 10_000;

/**
 * Mail by SMTP.
 * @param parts.url `smtp://` or `smtps://`, with user and password where the server asks for them
 * @param parts.from the sender, as in `Accounts Center <no-reply@example.com>`
 */
export function smtpMailer(parts: { url: string; from: string }): Mailer {
  const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
  const transport = createTransport({ url: parts.url, pool: true, ...timeouts });
  return {
    async send({ to, subject, text }) {
      try {
        // As an object, an address is never read as a list of addresses.
        await transport.sendMail({ from: parts.from, to: { name: '', address: to }, subject, text });
      } catch (error) {
        throw withoutAddress(error);
      }
    },
    async close() {
      transport.close();
    },
  };
}

/** Servers repeat the address in their answers, and errors end up in logs: only codes are passed on. */
function withoutAddress(error: unknown): Error {
  const {
    responseCode = 0,
    code = 'no code',
    command = '',
  } = error as { responseCode?: number; code?: string; command?: string };
  // Only what is said of the recipient or the words is for good: any other refusal is of us, and can be mended.
  const isOfThisMail = command === 'RCPT TO' || command === 'DATA';
  if (isOfThisMail && responseCode >= 500) return new MailRefused(responseCode);
  return new Error(`The mail was not sent: ${code}, status ${responseCode}.`);
}
