import { readAccountsCenterConfig } from './config.ts';
import { runAccountsCenter } from './run.ts';

await runAccountsCenter(readAccountsCenterConfig());
