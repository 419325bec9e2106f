import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Calling, passOn, send } from './pass-on.ts';
import { escapeHtml, sendPlainPage, wantsPage } from './plain-page.ts';

const CALL = { service: 'accounts-center', method: 'GET', path: '/mailbox', timeoutMs: 5_000 } as const;

const Mailbox = z.object({
  mails: z.array(z.object({ to: z.string(), subject: z.string(), text: z.string(), sentAt: z.string() })),
});
type Mail = z.infer<typeof Mailbox>['mails'][number];

/** Shows what accounts-center would have mailed: a page to browsers, JSON to others. For development only. */
export function addMailbox(scope: FastifyInstance, calling: Calling): void {
  scope.get('/mailbox', async (request, reply) => {
    reply.header('vary', 'accept');
    if (!wantsPage(request)) return passOn(request, reply, CALL, calling);
    const answer = await send(request, CALL, calling);
    if (answer?.status !== 200) {
      answer?.body.destroy();
      const body = '<p>accounts-center does not answer. <a href="/mailbox">Try again</a></p>';
      return sendPlainPage(reply.code(503), { title: 'Mailbox', body });
    }
    const { mails } = Mailbox.parse(JSON.parse(await answer.text()));
    return sendPlainPage(reply, { title: 'Mailbox', body: pageOf(mails) });
  });
}

function pageOf(mails: readonly Mail[]): string {
  const words = mails.length === 0 ? 'No mail yet.' : 'The newest mail comes first.';
  return `<p>In development no mail leaves this machine: it is shown here. ${words} <a href="/mailbox">Look again</a></p>
${mails.map(articleOf).join('\n')}`;
}

function articleOf({ to, subject, text, sentAt }: Mail): string {
  const time = escapeHtml(sentAt);
  return `<article>
<h2>${escapeHtml(subject)}</h2>
<p class="hint">to ${escapeHtml(to)}, <time datetime="${time}">${time.replace('T', ' ').replace(/\..*/, ' UTC')}</time></p>
<pre>${escapeHtml(text)}</pre>
</article>`;
}
