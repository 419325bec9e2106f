import { createGraphClient } from '@accounts-center/client';
import { gatewayUrl } from './config.ts';
import { runMainJob } from './main-job.ts';

const url = gatewayUrl();
const isThere = await fetch(`${url}/health`).then(
  ({ ok }) => ok,
  () => false,
);
if (isThere) await main();
else {
  console.error(`Nothing answers at ${url}. Start it with npm start first, in another terminal, with the same PORT.`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { accounts } = await runMainJob({
    client: createGraphClient(url),
    run: Date.now().toString(36),
    password: 'correct horse battery',
    tell: (step) => console.log(`• ${step}`),
  });
  console.log(JSON.stringify(accounts, null, 2));
}
