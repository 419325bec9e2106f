import { createGraphClient } from '@accounts-center/client';
import type { ConstellationConfig } from './config.ts';
import { addDemoPeople } from './demo.ts';
import type { DemoAccount } from './demo-people.ts';

/** A process that was started, and where it listens. */
export interface ListeningProcess {
  readonly name: string;
  readonly address: string;
  readonly pid: number | undefined;
}

interface Ready extends Pick<ConstellationConfig, 'publicUrl' | 'dataFolder' | 'engine'> {
  readonly signIns: readonly DemoAccount[];
  /** What was started beside this process. */
  readonly processes: readonly ListeningProcess[];
}

/**
 * Makes the demo people, where they are not there yet.
 * @param gateway where it listens
 * @param processes what was started beside this process
 * @returns what is shown when everything runs: where to go, as whom, what was started and how to stop it
 * @throws when the graph refuses a step
 */
export async function welcome(
  gateway: string,
  { demoFile, ...config }: Pick<ConstellationConfig, 'publicUrl' | 'dataFolder' | 'engine' | 'demoFile'>,
  processes: readonly ListeningProcess[] = [],
): Promise<string> {
  const signIns = await addDemoPeople(createGraphClient(gateway), demoFile);
  return welcomeText({ ...config, signIns, processes });
}

/** @param pid of this process, which ends the others with itself */
export function welcomeText({ publicUrl, dataFolder, engine, signIns, processes }: Ready, pid = process.pid): string {
  const started = processes.map(({ name, address, pid: id }) => [name, address, String(id)]);
  return `
  Accounts Center is ready.

${columns([
  ['Graph', `${publicUrl}/graphql`, '(open it in a browser for Apollo Sandbox)'],
  ['GraphiQL', `${publicUrl}/graphiql`, '(works without a network)'],
  ['Settings', `${publicUrl}/facebook/settings/accounts-center`],
  ['Mailbox', `${publicUrl}/mailbox`],
  ['Health', `${publicUrl}/ready`],
  ...(engine === 'stock' ? [['Engine', '@apollo/gateway', '(GATEWAY_ENGINE=stock)']] : []),
])}

  Demo sign-ins (app, username, password):
${columns(signIns.map(({ app, username, password }) => [app, username, password]))}
${started.length === 0 ? '' : `\n  Started (what, address, process id):\n${columns(started)}\n`}
  Data: ${dataFolder}
  Stop: Ctrl-C here, or kill ${pid}${started.length === 0 ? '' : ', which ends all of them'}
`;
}

/** Lines of cells, each cell but a line's last as wide as the widest one that has another beside it. */
function columns(rows: readonly (readonly string[])[]): string {
  const widthOf = (at: number): number =>
    Math.max(0, ...rows.map((row) => (at < row.length - 1 ? (row[at] ?? '').length : 0)));
  const line = (row: readonly string[]): string =>
    row.map((cell, at) => (at < row.length - 1 ? cell.padEnd(widthOf(at)) : cell)).join('  ');
  return rows.map((row) => `    ${line(row)}`).join('\n');
}
