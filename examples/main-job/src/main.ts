import { createGraphClient } from '@accounts-center/client';
import { runMainJob } from './main-job.ts';

const url = process.argv[2] ?? 'http://localhost:4000';
const run = Date.now().toString(36);
const { accounts } = await runMainJob({
  client: createGraphClient(url),
  run,
  password: 'correct horse battery',
  tell: (step) => console.log(`• ${step}`),
});
console.log(JSON.stringify(accounts, null, 2));
