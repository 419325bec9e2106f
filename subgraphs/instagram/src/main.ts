import { runApp } from '@accounts-center/app-kit';
import { createInstagram } from './app.ts';
import { readInstagramConfig } from './config.ts';

await runApp('instagram', readInstagramConfig(), createInstagram);
