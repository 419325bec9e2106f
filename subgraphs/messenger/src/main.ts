import { runApp } from '@accounts-center/app-kit';
import { createMessenger } from './app.ts';
import { readMessengerConfig } from './config.ts';

await runApp('messenger', readMessengerConfig(), createMessenger);
