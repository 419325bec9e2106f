import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { callerKey, networkOf } from './caller-key.ts';
import { chargesOf, type RateLimitRule } from './rules.ts';

const rule = (told: Partial<RateLimitRule>): RateLimitRule => ({
  name: 'rule',
  by: 'address',
  limit: 1,
  perMs: 1_000,
  ...told,
});

function pointsOf(told: Partial<RateLimitRule>, source: string): unknown {
  const document = parse(source);
  const operation = document.definitions.find(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  );
  if (!operation) throw new Error('no operation');
  const charges = chargesOf([rule(told)], operation, document);
  return Object.fromEntries(charges.map((charge) => [charge.operation ?? 'all', charge.points]));
}

describe('an operation', () => {
  const signIn = { operations: ['signIn', 'signUp'] };

  it.each([
    ['once', 'mutation { signIn { id } }', { all: 1 }],
    ['not at all', 'mutation { signOut { id } }', {}],
    [
      'for each alias',
      `mutation { ${Array.from({ length: 20 }, (_, at) => `a${at}: signIn { id }`).join(' ')} }`,
      { all: 20 },
    ],
    ['for each root field', 'mutation { signIn { id } signUp { id } other }', { all: 2 }],
    [
      'in fragments',
      'mutation { ...A ...A ... { signIn { id } } } fragment A on M { a: signIn { id } ...B } fragment B on M { signUp { id } }',
      { all: 5 },
    ],
    ['not below root fields', 'mutation { other { signIn { id } } }', {}],
    ['whatever it is called', 'mutation signOut { signIn { id } }', { all: 1 }],
    ['by its name', 'mutation SIGNIN { other }', { all: 1 }],
  ])('counts %s', (_, source, expected) => {
    expect(pointsOf(signIn, source)).toEqual(expected);
  });

  it('counts for each root field, whatever it is called', () => {
    expect(pointsOf({ by: 'operation' }, 'query A { a: me { id } me { id } you { id } }')).toEqual({ me: 2, you: 1 });
    expect(pointsOf({ by: 'operation', operations: ['me', 'Named'] }, 'query named { me { id } you { id } }')).toEqual({
      me: 1,
      Named: 1,
    });
  });

  it('counts as a request by rules for all of them', () => {
    expect(pointsOf({}, '{ me }')).toEqual({});
  });

  it('counts fragments that double in no time', () => {
    const fragments = Array.from({ length: 1_000 }, (_, at) => `fragment F${at} on Q { ...F${at + 1} ...F${at + 1} }`);
    const source = `{ ...F0 } ${fragments.join(' ')} fragment F1000 on Q { signIn }`;
    expect(pointsOf(signIn, source)).toEqual({ all: 2 ** 1_000 });
  });
});

describe('a caller', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::ffff:c000:207', '192.0.2.7'],
    ['0:0:0:0:0:FFFF:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
    ['no:address', 'no:address'],
    ['', ''],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('is an account, else the subject of a token, else an address', () => {
    const clientAddress = '2001:db8::7';
    const viewer = { accountId: 'a', sessionId: 's', authenticatedAt: new Date(0) };
    expect([
      callerKey({ clientAddress, viewer }),
      callerKey({ clientAddress, claims: { iss: 'https://one.test', sub: 'a' } }),
      callerKey({ clientAddress, claims: { iss: 'https://two.test', sub: 'a' } }),
      callerKey({ clientAddress, claims: {} }),
    ]).toEqual([
      'account:a',
      'subject:16:https://one.testa',
      'subject:16:https://two.testa',
      'address:2001:db8:0:0::/64',
    ]);
  });
});
