import type { Family } from './family/family.ts';
import { SEEDED_PASSWORD, type SeededFamily } from './seed-family.ts';

const PEOPLE_SHOWN = 4;

/** What was made, and as whom to look at it. */
export function summary({ family, services }: SeededFamily, seconds: number): string {
  const lines = services.map(({ service, rows, durationMs }) => {
    return `  ${service.padEnd(16)}${count(rows)} rows${(durationMs / 1000).toFixed(1).padStart(8)} s`;
  });
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

function count(rows: number): string {
  return rows.toLocaleString('en').padStart(12);
}
