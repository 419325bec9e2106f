// Whoever takes this project over has to know on what terms: the README names each package whose licence asks for more than a notice.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readText } from './source-files.ts';

const store = fileURLToPath(new URL('../../node_modules/.pnpm', import.meta.url));

/** They ask for a notice at most. */
const permissive =
  /^\(?(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|Python-2\.0|PSF-2\.0|WTFPL|Unlicense)\b/;
/** Data for build tools, and old packages of development that say no licence. */
const known = new Set(['caniuse-lite', 'humanize-number', 'only']);

interface Manifest {
  readonly license?: string;
  readonly licenses?: readonly { readonly type: string }[];
}

interface Installed {
  readonly name: string;
  readonly licence: string;
}

it('the README names what is installed under other than permissive licences', () => {
  const section = /\n## Licences\n(?<text>[^]*)$/.exec(readText('README.md'))?.groups?.['text'] ?? '';
  const others = installed().filter(({ name, licence }) => !permissive.test(licence) && !known.has(name));
  expect(others.map(({ name }) => name)).toContain('@apollo/gateway');
  const unnamed = others.filter(
    ({ name, licence }) => !section.includes(familyOf(name)) || !section.includes(licence.split('-')[0] ?? ''),
  );
  expect(unnamed).toEqual([]);
});

/** Packages of one family differ by platform only: `@img/sharp-libvips-linux-x64`, `lightningcss-linux-x64-gnu`. */
function familyOf(name: string): string {
  return name.replace(/^@img\/sharp-.*/, 'sharp').replace(/^lightningcss-.*/, 'lightningcss');
}

/** Old packages have a list of objects. */
function licenceOf({ license, licenses = [] }: Manifest): string {
  return license ?? licenses[0]?.type ?? 'none';
}

function installed(): Installed[] {
  return readdirSync(store)
    .filter((folder) => /@\d/.test(folder))
    .map((folder) => {
      const name = folder.slice(0, folder.indexOf('@', 1)).replace('+', '/');
      const manifest = `${store}/${folder}/node_modules/${name}/package.json`;
      return { name, licence: licenceOf(JSON.parse(readFileSync(manifest, 'utf8')) as Manifest) };
    });
}
