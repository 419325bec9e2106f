import { readBenchConfig, usage } from './config.ts';
import { watchMachine } from './report/machine.ts';
import { writeReport } from './report/report.ts';

// Each is loaded when it is asked for: none has to wait for what only another needs.
const benches = {
  startup: async () => (await import('./startup/bench-startup.ts')).benchStartup,
  operations: async () => (await import('./operations/bench-operations.ts')).benchOperations,
  seed: async () => (await import('./seed.ts')).benchSeed,
  edge: async () => (await import('../edge/bench-edge.ts')).benchEdge,
  gateway: async () => (await import('../gateway/bench-gateway.ts')).benchGateway,
};

try {
  const config = readBenchConfig(process.argv.slice(2));
  const bench = await benches[config.bench]();
  const machine = watchMachine();
  const result = await bench(config);
  await writeReport(config.bench, machine(), result);
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n\n${usage}`);
  process.exitCode = 1;
}
