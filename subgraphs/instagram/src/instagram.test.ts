import { appEntry } from '@accounts-center/app-kit';
import { describeAppContract } from '@accounts-center/app-kit/conformance';
import { createInstagram } from './app.ts';

describeAppContract(appEntry('INSTAGRAM'), createInstagram);
