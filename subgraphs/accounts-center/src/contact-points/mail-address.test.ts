import { describe, expect, it } from 'vitest';
import { parseMailAddress } from './mail-address.ts';

describe('a mail address', () => {
  it.each([
    ['ada@example.com', 'ada@example.com', 'ada@example.com'],
    ['  Ada.Lovelace+tag@Example.COM ', 'Ada.Lovelace+tag@example.com', 'ada.lovelace+tag@example.com'],
    ["o'neil_1@mail.example.co.uk", "o'neil_1@mail.example.co.uk", "o'neil_1@mail.example.co.uk"],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
  ])('is read: %s', (text, address, key) => {
    expect(parseMailAddress(text)).toEqual({ address, key });
  });

  it.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@localhost',
    'ada@example',
    'ada@@example.com',
    'ada@b@example.com',
    '.ada@example.com',
    'ada.@example.com',
    'a..da@example.com',
    'ada@-example.com',
    'ada@example-.com',
    'ada@example..com',
    'ada@127.0.0.1',
    'ada@[127.0.0.1]',
    'ada@example.com,b@example.com',
    'ada@example.com\r\nBcc: b@example.com',
    'ada\n@example.com',
    'ada@exam\r\nple.com',
    'Ada <ada@example.com>',
    '"a b"@example.com',
    'ада@example.com',
    'ada@example.com\0',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'a'.repeat(64)}.com`,
    `ada@${'a.'.repeat(125)}com`,
    'a'.repeat(1_000_000),
  ])('is refused: %s', (text) => {
    expect(parseMailAddress(text)).toBeUndefined();
  });
});
