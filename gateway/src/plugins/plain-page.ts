import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

const STYLE = `
  body { margin: 0 auto; padding: 24px 16px; max-width: 44rem; font: 16px/1.5 system-ui, sans-serif; color: #1c2430; background: #fff; overflow-wrap: anywhere; }
  a { color: #0860e6; } h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 0; }
  dt { margin-top: 12px; font-weight: 600; } dd { margin: 0; }
  article { margin: 16px 0; padding: 12px 16px; border: 1px solid #b9c2cf; border-radius: 8px; }
  pre { font: inherit; white-space: pre-wrap; margin: 8px 0 0; }
  .hint { color: #51607a; margin: 0; }`;

/** Nothing but the style of these pages. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Whether it is a browser that asks for something to show. */
export function wantsPage({ method, headers }: FastifyRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && headers.accept?.includes('text/html') === true;
}

/**
 * Answers with a page that needs nothing else.
 * @param page.body HTML: whatever others have written is to be escaped in it
 */
export function sendPlainPage(reply: FastifyReply, page: { title: string; body: string }): FastifyReply {
  reply.type('text/html; charset=utf-8').header('content-security-policy', POLICY);
  return reply.send(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${page.title}</h1>
${page.body}
</main>
</body>
</html>
`);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as HTML shows it, in an element or an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}
