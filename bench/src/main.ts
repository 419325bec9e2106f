import { readBenchConfig, usage } from './config.ts';
import { benchOperations } from './operations/bench-operations.ts';
import { watchMachine } from './report/machine.ts';
import { writeReport } from './report/report.ts';
import { benchSeed } from './seed.ts';
import { benchStartup } from './startup/bench-startup.ts';

const benches = { startup: benchStartup, operations: benchOperations, seed: benchSeed };

try {
  const config = readBenchConfig(process.argv.slice(2));
  const machine = watchMachine();
  const result = await benches[config.bench](config);
  await writeReport(config.bench, machine(), result);
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n\n${usage}`);
  process.exitCode = 1;
}
