import type { SeededFamily } from './seed-family.ts';

/** What was made, and as whom to look at it. */
export function summary({ services, password, signIns }: SeededFamily, seconds: number): string {
  const lines = services.map(({ service, rows, durationMs }) => `  ${service.padEnd(16)}${count(rows)} rows${(durationMs / 1000).toFixed(1).padStart(8)} s`);
  const accounts = signIns.map(({ app, username }) => `  ${app.padEnd(10)} ${username}`);
  return [
    ...[...lines, '', `  Done in ${seconds.toFixed(1)} s. Everybody’s password: ${password}`, ''],
    ...['  Some accounts:', ...accounts, ''],
  ].join('\n');
}

function count(rows: number): string {
  return rows.toLocaleString('en').padStart(12);
}
