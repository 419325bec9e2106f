// What the tools of `npm run check` can not say: the direction of imports, and where time, chance, SQL and state may live.
import { describe, expect, it } from 'vitest';
import { isBarrel, namesOfState, usesOfNormalize, usesOfTimeAndChance } from './code-smells.ts';
import { layerOf, mayImport, sliceOf } from './layers.ts';
import { servicesInReads } from './read-resolvers.ts';
import {
  type Import,
  pathsIn,
  readSourceFiles,
  readText,
  readTexts,
  type SourceFile,
  type Text,
} from './source-files.ts';

const files = readSourceFiles();
const isForTests = (path: string): boolean => /\.(test|fixture)\.tsx?$|\/testing\/|^tests\//.test(path);
const sources = files.filter(({ path }) => !isForTests(path));
const services = sources.filter(({ path }) => /^(packages\/app-kit|subgraphs\/[^/]+)\/src\//.test(path));
const packages = [
  ...new Set(
    files.map(({ path }) => /^(packages\/[^/]+|subgraphs\/[^/]+|examples\/[^/]+|[^/]+)\//.exec(path)?.[1] ?? path),
  ),
].filter((folder) => folder !== 'scripts');
const subgraphs = pathsIn('subgraphs').filter((path) => /^subgraphs\/[^/]+\/package\.json$/.test(path));
const servedSubgraphs = subgraphs.map((manifest) => (JSON.parse(readText(manifest)) as { readonly name: string }).name);

describe('imports', () => {
  it('of a slice go rightward: graphql → resolvers → service → store → table', () => {
    expect(wrongImports(services, (file, target) => !mayImport(file.path, target))).toEqual([]);
  });

  it('of a slice reach into another for its service and its words, never for its tables', () => {
    const slicesWithTable = new Set(
      services.filter(({ path }) => layerOf(path) === 'table').map(({ path }) => sliceOf(path)),
    );
    const isInner = (path: string): boolean =>
      ['graphql', 'resolvers', 'route', 'table'].includes(layerOf(path)) ||
      (layerOf(path) === 'store' && slicesWithTable.has(sliceOf(path)));
    const isWrong = (file: SourceFile, target: string): boolean => {
      const [from, to] = [sliceOf(file.path), sliceOf(target)];
      return from !== undefined && to !== undefined && from !== to && isInner(target);
    };
    expect(wrongImports(services, isWrong)).toEqual([]);
  });

  it('of another package go through its entries', () => {
    const packageOf = (path: string): string | undefined => packages.find((folder) => path.startsWith(`${folder}/`));
    const inPackages = files.filter(({ path }) => packageOf(path) !== undefined);
    expect(wrongImports(inPackages, (file, target) => packageOf(file.path) !== packageOf(target))).toEqual([]);
  });

  it.each([
    ...subgraphs,
    'gateway/package.json',
    'packages/app-kit/package.json',
    'packages/subgraph-kit/package.json',
  ])('no subgraph is a dependency of %s', (manifest) => {
    const { dependencies, devDependencies } = JSON.parse(readText(manifest)) as Record<string, Record<string, string>>;
    const names = Object.keys({ ...dependencies, ...devDependencies });
    expect(names.filter((name) => servedSubgraphs.includes(name))).toEqual([]);
  });

  it('services know neither GraphQL nor SQL nor HTTP', () => {
    const isWrong = ({ specifier }: Import): boolean =>
      /^(graphql|drizzle-orm|fastify|@apollo\/.*)(\/.*)?$/.test(specifier);
    expect(
      packageImports(
        services.filter(({ path }) => layerOf(path) === 'service'),
        isWrong,
      ),
    ).toEqual([]);
  });

  it('SQL is written in stores and tables', () => {
    const others = sources.filter(
      ({ path }) => !path.startsWith('packages/db/') && !['store', 'table'].includes(layerOf(path)),
    );
    expect(packageImports(others, ({ specifier }) => specifier.startsWith('drizzle-orm'))).toEqual([]);
  });

  it('no file only hands on what others hold, but the entry of a package', () => {
    const entries = new Set(packages.flatMap(entriesOf));
    expect(files.filter((file) => isBarrel(file) && !entries.has(file.path)).map(({ path }) => path)).toEqual([]);
  });
});

describe('code', () => {
  it('asks the clock and the ids that it was given for time and chance', () => {
    expect(services.flatMap(usesOfTimeAndChance)).toEqual([]);
  });

  it('reads what a list can reach through loaders, which ask once for all', () => {
    const resolvers = services.filter(({ path }) => layerOf(path) === 'resolvers');
    // An address is made of what was loaded: nothing is read for it.
    const readsNothing = /^packages\/app-kit\/src\/media\/media\.resolvers\.ts:\d+ Media uses services$/;
    expect(resolvers.flatMap(servicesInReads).filter((found) => !readsNothing.test(found))).toEqual([]);
  });

  it('normalises text by the function that nobody can keep busy with marks', () => {
    const others = sources.filter(({ path }) => path !== 'packages/subgraph-kit/src/letters.ts');
    expect(others.flatMap(usesOfNormalize)).toEqual([]);
  });

  it('keeps no state in a module', () => {
    expect(sources.flatMap(namesOfState)).toEqual([]);
  });

  it('of an app is not a copy of a sister app’s', () => {
    const apps = servedSubgraphs
      .map((name) => name.replace('@accounts-center/', ''))
      .filter((app) => app !== 'accounts-center');
    const anyApp = new RegExp(apps.join('|'), 'gi');
    const bodies = services
      .filter(({ path }) => apps.some((app) => path.startsWith(`subgraphs/${app}/`)))
      .map(({ path, text }) => ({ path, body: text.replace(anyApp, 'app') }))
      .filter(({ body }) => body.split('\n').length > 40);
    const copies = bodies.filter(({ body }, index) => bodies.findIndex((other) => other.body === body) !== index);
    expect(copies.map(({ path }) => path)).toEqual([]);
  });
});

describe('files', () => {
  it('are named in kebab-case, after what they do', () => {
    const names = files.map(({ path }) => path);
    expect(names.filter((path) => !/^[a-z0-9./-]+$/.test(path))).toEqual([]);
    const isDrawer = (path: string): boolean =>
      /(^|\/)(utils?|helpers?|misc|common|shared)[/.]|-(utils?|helpers?|manager)\./.test(path);
    expect(names.filter(isDrawer)).toEqual([]);
  });

  it('of a process begin in a main.ts of under 30 lines', () => {
    const mains = sources.filter(({ path }) => path.endsWith('/main.ts'));
    expect(mains.filter(({ text }) => text.trimEnd().split('\n').length >= 30).map(({ path }) => path)).toEqual([]);
  });

  it('leave nothing for later and name no machine', () => {
    const texts = readTexts().filter(({ path }) => path !== 'tests/architecture/architecture.test.ts');
    expect(lines(texts, /\b(TODO|FIXME|XXX)\b/)).toEqual([]);
    expect(lines(texts, /(^|["'`( ])\/(root|home|Users|work)\//)).toEqual([]);
  });
});

function wrongImports(among: readonly SourceFile[], isWrong: (file: SourceFile, target: string) => boolean): string[] {
  return among.flatMap((file) =>
    file.imports
      .filter(({ file: target }) => target !== undefined && isWrong(file, target))
      .map(({ line, specifier }) => `${file.path}:${line} imports ${specifier}`),
  );
}

function packageImports(among: readonly SourceFile[], isWrong: (imported: Import) => boolean): string[] {
  return among.flatMap((file) =>
    file.imports.filter(isWrong).map(({ line, specifier }) => `${file.path}:${line} imports ${specifier}`),
  );
}

function lines(among: readonly Text[], pattern: RegExp): string[] {
  return among.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  );
}

function entriesOf(folder: string): string[] {
  const { exports = {} } = JSON.parse(readText(`${folder}/package.json`)) as {
    readonly exports?: Record<string, string>;
  };
  return Object.values(exports).map((entry) => `${folder}/${entry.replace('./', '')}`);
}
