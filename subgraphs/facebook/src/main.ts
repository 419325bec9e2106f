import { runApp } from '@accounts-center/app-kit';
import { createFacebook } from './app.ts';
import { readFacebookConfig } from './config.ts';

await runApp('facebook', readFacebookConfig(), createFacebook);
