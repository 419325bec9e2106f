import { expect, it } from 'vitest';
import { type SettingsInput, settingsSchema } from '../settings/settings.ts';
import { createHeaderRules, forwardedHeaders } from './header-rules.ts';

const schema = settingsSchema({ development: false, graph: 'any' });
const given = (subgraphs: NonNullable<SettingsInput['subgraphs']>) => schema.parse({ subgraphs }).subgraphs;

const settings = given({
  all: { forwardHeaders: ['X-Tenant'], setHeaders: { 'x-gateway': 'ours' } },
  named: {
    people: { forwardHeaders: ['Authorization', 'x-tenant'] },
    ads: { forwardHeaders: [], setHeaders: {} },
    posts: { setHeaders: { 'x-tenant': 'fixed' } },
  },
});
const forwarded = { authorization: 'Bearer t', 'x-tenant': 'blue', cookie: 'c=1' };

it('a subgraph gets what its rules name, and nothing else', () => {
  const rules = createHeaderRules(settings);
  expect(rules.headersFor('reviews', forwarded)).toEqual({ 'x-tenant': 'blue', 'x-gateway': 'ours' });
  expect(rules.headersFor('people', forwarded)).toEqual({
    authorization: 'Bearer t',
    'x-tenant': 'blue',
    'x-gateway': 'ours',
  });
  expect(rules.headersFor('ads', forwarded)).toEqual({});
  expect(rules.headersFor('reviews', undefined)).toEqual({ 'x-gateway': 'ours' });
  const inherited = Object.create({ 'x-tenant': 'inherited' }) as Record<string, string>;
  expect(rules.headersFor('reviews', inherited)).toEqual({ 'x-gateway': 'ours' });
});

it('what is set, no client says', () => {
  expect(createHeaderRules(settings).headersFor('posts', forwarded)).toEqual({ 'x-tenant': 'fixed' });
});

it('the edge is told of all headers that some subgraph gets', () => {
  expect(forwardedHeaders(settings)).toEqual(['authorization', 'x-tenant']);
  expect(forwardedHeaders(given({}))).toEqual([]);
});

it('callers are the same to a subgraph that sees the same of them, and to all together only with all of it', () => {
  const { identityOf } = createHeaderRules(settings);
  const other = { ...forwarded, authorization: 'Bearer u' };
  for (const service of ['reviews', 'ads', 'posts'])
    expect(identityOf(forwarded, service)).toBe(identityOf(other, service));
  expect(identityOf(forwarded, 'people')).not.toBe(identityOf(other, 'people'));
  expect(identityOf(forwarded)).not.toBe(identityOf(other));
  expect(identityOf(forwarded)).toBe(identityOf({ ...forwarded, cookie: 'c=2' }));
  expect(identityOf(forwarded, 'reviews')).not.toBe(identityOf({ ...forwarded, 'x-tenant': 'red' }, 'reviews'));
});

it.each(['a\r\nx-evil: 1', 'a\nb', '\u0000', 'ł', '\u007f'])('a value that is none is not sent: %j', (value) => {
  const rules = createHeaderRules(settings);
  expect(rules.headersFor('people', { ...forwarded, authorization: value })).toEqual({
    'x-tenant': 'blue',
    'x-gateway': 'ours',
  });
});

it.each([
  'Content-Length',
  'content-type',
  'host',
  'Transfer-Encoding',
  'connection',
  'X-Service-Identity',
  'x-request-id',
  'x-request-timeout-ms',
  'traceparent',
])('no rule names %s, which each message has of its own', (name) => {
  for (const rule of [{ forwardHeaders: [name] }, { setHeaders: { [name]: 'x' } }])
    for (const subgraphs of [{ all: rule }, { named: { people: rule } }])
      expect(schema.safeParse({ subgraphs }).error?.issues).toHaveLength(1);
});

it('no rule sets what is no value, or names what is no header', () => {
  expect(schema.safeParse({ subgraphs: { all: { setHeaders: { a: 'x\r\ny: z' } } } }).success).toBe(false);
  expect(schema.safeParse({ subgraphs: { all: { forwardHeaders: ['a b'] } } }).success).toBe(false);
});
