import { parseArgs } from 'node:util';

const benches = ['startup', 'operations', 'seed', 'gateway', 'edge'] as const;

const SIZES = '1000,10000,100000';
/** Three times the largest size: what still grows with the number of people shows in what a process takes for it. */
const BEYOND = '300000';

/** What the command line says. */
export interface BenchConfig {
  readonly bench: (typeof benches)[number];
  /** How many people there are, in one run after the other. */
  readonly people: readonly number[];
  readonly rounds: number;
  /** Which gateways and which scenarios, by their ids; all when empty. */
  readonly gateways: readonly string[];
  readonly scenarios: readonly string[];
  /** How long the gateway has to bear abusers. */
  readonly soakSeconds: number;
  /** Whether to try everything with few requests only, and to write nothing. */
  readonly brief: boolean;
}

export const usage = `npm run bench -- startup [--rounds 5]
npm run bench -- operations [--people 1000,10000,100000] [--rounds 5]
npm run bench -- seed [--people 1000,10000,100000,300000]
npm run bench -- gateway [--rounds 3] [--gateways ours,stock] [--scenarios own,large] [--brief]
npm run bench -- edge [--rounds 5] [--scenarios subscriptions,telemetry] [--soak-seconds 30] [--brief]
`;

/**
 * Reads the command line.
 * @throws Error that says what is wrong with it
 */
export function readBenchConfig(parameters: readonly string[]): BenchConfig {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: {
      people: { type: 'string' },
      rounds: { type: 'string' },
      gateways: { type: 'string', default: '' },
      scenarios: { type: 'string', default: '' },
      'soak-seconds': { type: 'string', default: '30' },
      brief: { type: 'boolean', default: false },
    },
  });
  const bench = benches.find((name) => name === positionals[0]);
  if (bench === undefined) throw new Error(`Which one? There are ${benches.join(', ')}.`);
  const sizes = values.people ?? (bench === 'seed' ? `${SIZES},${BEYOND}` : SIZES);
  const people = sizes.split(',').map((text) => wholeNumber('--people', text));
  // A round of the gateways takes minutes.
  const rounds = wholeNumber('--rounds', values.rounds ?? (bench === 'gateway' ? '3' : '5'));
  const [gateways, scenarios] = [names(values.gateways), names(values.scenarios)];
  const soakSeconds = wholeNumber('--soak-seconds', values['soak-seconds']);
  return { bench, people, rounds, gateways, scenarios, soakSeconds, brief: values.brief };
}

function names(text: string): string[] {
  return text.split(',').filter((name) => name !== '');
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${name} takes whole numbers from 1.`);
  return number;
}

/** The environment of a process that is started, with values of its own. */
export function environmentWith(own: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...own };
}
