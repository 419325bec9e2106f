import { createGraphClient } from '@accounts-center/client';
import { gatewayUrl } from './config.ts';
import { runMainJob } from './main-job.ts';
import { failureOf, reportOf } from './report.ts';

const url = gatewayUrl();
const isThere = await fetch(`${url}/health`).then(
  ({ ok }) => ok,
  () => false,
);
if (isThere) await main().catch(fail);
else
  fail(undefined, `Nothing answers at ${url}. Start it with npm start first, in another terminal, with the same PORT.`);

async function main(): Promise<void> {
  const outcome = await runMainJob({
    client: createGraphClient(url),
    run: Date.now().toString(36),
    password: 'correct horse battery',
    tell: (step) => console.log(`• ${step}`),
  });
  console.log(`\nWhat the one query had read, before they were parted:\n${reportOf(outcome)}`);
}

function fail(error: unknown, reason = failureOf(error)): void {
  if (reason === undefined) throw error;
  console.error(reason);
  process.exitCode = 1;
}
