// Runs before `npm start` and `npm test`: makes what a fresh clone lacks, and is done at once when nothing does.
// Plain JavaScript without dependencies, since there are none before it has run.
import { installDependencies } from './setup/dependencies.mjs';
import { withLock } from './setup/lock.mjs';
import { refusalOf } from './setup/node-version.mjs';
import { buildWeb } from './setup/web.mjs';

const refusal = refusalOf(process.versions.node);
if (refusal === undefined) {
  try {
    for (const step of [installDependencies, buildWeb]) {
      if (step.isNeeded()) await withLock(() => (step.isNeeded() ? step.run() : undefined));
    }
  } catch (error) {
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = 1;
  }
} else {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 1;
}
