import { appEntry } from '@accounts-center/app-kit';
import { describeAppContract } from '@accounts-center/app-kit/conformance';
import { createMessenger } from './app.ts';

describeAppContract(appEntry('MESSENGER'), createMessenger);
