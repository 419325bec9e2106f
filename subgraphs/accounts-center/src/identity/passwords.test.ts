import { QueueFull } from '@accounts-center/subgraph-kit';
import { describe, expect, it, vi } from 'vitest';
import { isStrongPassword } from './password-rules.ts';
import { createPasswords } from './passwords.ts';

const HOME = '192.0.2.1';
const FLOOD = '198.51.100.7';
const cheapCost = { memoryCost: 64, timeCost: 1, parallelism: 1 };

describe('a password', () => {
  it('is kept as argon2id at its full cost, unless told', async () => {
    expect(await createPasswords().hash('correct horse', HOME)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const cheap = createPasswords({ memoryCost: 64, timeCost: 1, parallelism: 1 });
    expect(await cheap.hash('correct horse', HOME)).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
  });

  it('is right when it is the one that was kept, whatever it cost', async () => {
    const passwords = createPasswords({ memoryCost: 64, timeCost: 1, parallelism: 1 });
    const kept = await createPasswords({ memoryCost: 128, timeCost: 2, parallelism: 1 }).hash('correct horse', HOME);
    expect(await passwords.verify('correct horse', kept, HOME)).toBe(true);
    expect(await passwords.verify('correct horsf', kept, HOME)).toBe(false);
    expect(await passwords.verify('', undefined, HOME)).toBe(false);
  });
});

describe('one source that sends many passwords', () => {
  const flood = (passwords: ReturnType<typeof createPasswords>, count: number): Promise<string>[] =>
    Array.from({ length: count }, () => passwords.hash('correct horse', FLOOD));

  it('waits for its turn, as does another one', async () => {
    const passwords = createPasswords(cheapCost, { concurrent: 1, waiting: 64 });
    let done = 0;
    const flooding = flood(passwords, 60).map((hashed) => hashed.then(() => (done += 1)));
    await passwords.hash('correct horse', HOME);
    expect(done).toBeLessThanOrEqual(2);
    await Promise.all(flooding);
  });

  it('takes no place from another one, though all are taken', async () => {
    const passwords = createPasswords(cheapCost);
    const flooding = Promise.allSettled(flood(passwords, 200));
    const others = Array.from({ length: 12 }, () => passwords.hash('correct horse', HOME));
    await expect(Promise.all(others)).resolves.toHaveLength(12);
    const refused = (await flooding).filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(100);
    for (const each of refused) expect(each).toMatchObject({ reason: expect.any(QueueFull) });
  });
});

describe('a text that is far too long for a password, or full of marks', () => {
  it.each([
    ['too long', 'a'.repeat(1_201)],
    ['full of marks', `a${'\u0301\u0316'.repeat(500)}`],
    ['both', `a${'\u0301\u0316'.repeat(500_000)}`],
  ])('is no strong one, and is wrong, when it is %s', async (_, password) => {
    const passwords = createPasswords(cheapCost);
    const kept = await passwords.hash('correct horse', HOME);
    const native = vi.spyOn(String.prototype, 'normalize');
    expect(isStrongPassword(password, 'ada')).toBe(false);
    expect(isStrongPassword('correct horse', password)).toBe(true);
    expect(await passwords.verify(password, kept, HOME)).toBe(false);
    const normalized = native.mock.contexts.map(String);
    native.mockRestore();
    expect(normalized.filter((text) => text.length > 1_300 || /[^\P{M}\u034f]{31}/u.test(text))).toEqual([]);
  });
});

describe('a strong password', () => {
  it.each([
    'correct horse',
    '密码密码密码密码密码',
    'p4ssw0rd-of-mine',
    'é'.repeat(5) + 'e'.repeat(5),
    `a${'b'.repeat(199)}`,
  ])('is %s', (password) => {
    expect(isStrongPassword(password, 'ada')).toBe(true);
  });

  it.each([
    '',
    '123456789',
    '1234567890',
    'QWERTYUIOP',
    'password123',
    'aaaaaaaaaa',
    'ＰＡＳＳＷＯＲＤ１２３',
    `a${'b'.repeat(200)}`,
  ])('is not %s', (password) => {
    expect(isStrongPassword(password, 'ada')).toBe(false);
  });

  it('is not the username, however it is written', () => {
    expect(isStrongPassword('Ada.Lovelace', 'ada.lovelace')).toBe(false);
    expect(isStrongPassword('ada.lovelace1', 'ada.lovelace')).toBe(true);
  });
});
