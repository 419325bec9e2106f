import { describe, expect, it } from 'vitest';
import { isStrongPassword } from './password-rules.ts';
import { createPasswords } from './passwords.ts';

describe('a password', () => {
  it('is kept as argon2id at its full cost, unless told', async () => {
    expect(await createPasswords().hash('correct horse')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const cheap = createPasswords({ memoryCost: 64, timeCost: 1, parallelism: 1 });
    expect(await cheap.hash('correct horse')).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
  });

  it('is right when it is the one that was kept, whatever it cost', async () => {
    const passwords = createPasswords({ memoryCost: 64, timeCost: 1, parallelism: 1 });
    const kept = await createPasswords({ memoryCost: 128, timeCost: 2, parallelism: 1 }).hash('correct horse');
    expect(await passwords.verify('correct horse', kept)).toBe(true);
    expect(await passwords.verify('correct horsf', kept)).toBe(false);
    expect(await passwords.verify('', undefined)).toBe(false);
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
