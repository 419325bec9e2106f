import { runMain } from '@accounts-center/subgraph-kit';
import { readAccountsCenterConfig } from './config.ts';
import { runAccountsCenter } from './run.ts';

await runMain(() => runAccountsCenter(readAccountsCenterConfig()));
