import type { Family } from './family/family.ts';
import { SEEDED_PASSWORD, type SeededFamily } from './seed-family.ts';

const PEOPLE_SHOWN = 4;

/** What was made, and as whom to look at it. */
export function summary({ family, services }: SeededFamily, seconds: number): string {
  const count = (table: string): number => services.reduce((sum, { rows }) => sum + (rows[table] ?? 0), 0);
  const lines = [
    line(family.size, 'people'),
    line(count('user'), 'accounts'),
    line(count('relation'), 'connections'),
    line(count('post'), 'posts'),
    line(count('media'), 'photos'),
    line(count('delivery'), 'deliveries'),
  ];
  const done = `  Done in ${seconds.toFixed(1)} s. Everybody’s password: ${SEEDED_PASSWORD}`;
  return ['', ...lines, '', done, '', '  Some people’s accounts:', ...someSignIns(family), '', ''].join('\n');
}

/** The first linked people, as they have most to show. */
function someSignIns(family: Family): string[] {
  const shown: string[] = [];
  let people = 0;
  for (const { accounts, link } of family.people()) {
    if (link === undefined) continue;
    shown.push(...accounts.map(({ app, username }) => `  ${app.app.padEnd(10)} ${username}`));
    people += 1;
    if (people === PEOPLE_SHOWN) break;
  }
  return shown;
}

function line(count: number, what: string): string {
  return `${count.toLocaleString('en').padStart(14)} ${what}`;
}
