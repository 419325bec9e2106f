import { runApp } from '@accounts-center/app-kit';
import { runMain } from '@accounts-center/subgraph-kit';
import { app } from './app.ts';

await runMain(() => runApp(app));
