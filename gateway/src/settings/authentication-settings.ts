import { accountsCenter } from '@accounts-center/schema';
import { z } from 'zod';
import { countOrNone, headerName, milliseconds, url } from './kinds.ts';

// Of a public key each: with a shared secret, whoever checks tokens could make them.
const SIGNING_ALGORITHMS = 'EdDSA Ed25519 ES256 ES384 ES512 PS256 PS384 PS512 RS256 RS384 RS512'.split(' ');

const issuer = z.strictObject({
  issuer: z.string().min(1).describe('The `iss` of its tokens.'),
  audience: z.array(z.string().min(1)).min(1).describe('One of these has to be in `aud`.'),
  jwksUrl: url.describe('Where it publishes its keys.'),
  algorithms: z
    .array(z.enum(SIGNING_ALGORITHMS))
    .min(1)
    .default(['EdDSA', 'ES256', 'RS256'])
    .describe('How its tokens may be signed.'),
  clockSkewMs: countOrNone.max(300_000).default(30_000).describe('How far its clock and ours may be apart.'),
  scopeClaim: z.string().default('scope').describe('Names the claim with scopes: a text with spaces, or an array.'),
  revocationUrl: url.optional().describe('Where it says which sessions (`sid`) it has ended.'),
  revocationHeaders: z.record(headerName, z.string()).default({}).describe('Headers to ask it with.'),
});

const issuersOf = (graph: 'own' | 'any') =>
  z.array(issuer).superRefine((issuers, context) => {
    const known = new Set(graph === 'own' ? [accountsCenter] : []);
    for (const [index, { issuer: name }] of issuers.entries()) {
      const message = 'is named before, or the graph’s own';
      if (known.has(name)) context.addIssue({ code: 'custom', path: [index, 'issuer'], message });
      known.add(name);
    }
  });

/** Whose access tokens are believed. */
export const authenticationSettings = (graph: 'own' | 'any') =>
  z.strictObject({
    issuers: issuersOf(graph).default([]).describe('Whose access tokens (JWT) are believed, besides the graph’s own.'),
    required: z.boolean().default(false).describe('Refuses requests without a token.'),
    revocationPollMs: milliseconds
      .max(4_000)
      .default(2_000)
      .describe('How often issuers are asked what they have ended.'),
  });
