import { createAppService } from '@accounts-center/app-kit';
import { describeAppContract } from '@accounts-center/app-kit/conformance';
import { app } from './app.ts';

describeAppContract(app.entry, (deps) => createAppService(app, deps));
