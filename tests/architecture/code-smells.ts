import type { Expression, VariableDeclaration } from 'oxc-parser';
import { type SourceFile, visit } from './source-files.ts';

/** Where a file reads the time or throws dice by itself: `Date.now()`, `new Date()`, `Math.random()`. */
export function usesOfTimeAndChance(file: SourceFile): string[] {
  const found: string[] = [];
  const report = (start: number, what: string): number => found.push(`${file.path}:${file.lineAt(start)} ${what}`);
  visit(file, {
    NewExpression({ callee, arguments: args, start }) {
      if (callee.type === 'Identifier' && callee.name === 'Date' && args.length === 0) report(start, 'new Date()');
    },
    CallExpression({ callee, start }) {
      if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return;
      if (callee.property.type !== 'Identifier') return;
      const called = `${callee.object.name}.${callee.property.name}`;
      if (['Date.now', 'Math.random'].includes(called)) report(start, `${called}()`);
    },
  });
  return found;
}

/** Where a file normalises text by itself: `text.normalize()`. */
export function usesOfNormalize(file: SourceFile): string[] {
  const found: string[] = [];
  visit(file, {
    MemberExpression({ property, start }) {
      if (property.type === 'Identifier' && property.name === 'normalize')
        found.push(`${file.path}:${file.lineAt(start)} .normalize`);
    },
  });
  return found;
}

/** The variables of a module that change: declared by `let` or `var`, or an empty collection that waits to be filled. */
export function namesOfState(file: SourceFile): string[] {
  const declarations = file.program.body
    .map((statement) => (statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement))
    .filter((statement): statement is VariableDeclaration => statement?.type === 'VariableDeclaration');
  return declarations.flatMap(({ kind, declarations: variables }) =>
    variables
      .filter(({ init }) => kind === 'let' || kind === 'var' || isEmptyCollection(init))
      .map(({ start }) => `${file.path}:${file.lineAt(start)} ${file.text.slice(start).split('\n')[0] ?? ''}`),
  );
}

function isEmptyCollection(value: Expression | null): boolean {
  if (value?.type === 'ArrayExpression') return value.elements.length === 0;
  if (value?.type !== 'NewExpression' || value.callee.type !== 'Identifier') return false;
  return ['Map', 'Set', 'WeakMap', 'WeakSet'].includes(value.callee.name) && value.arguments.length === 0;
}

/** Whether a file has nothing of its own and only hands on what others hold. */
export function isBarrel({ program }: SourceFile): boolean {
  const handsOn = program.body.map(
    (statement) =>
      statement.type === 'ExportAllDeclaration' ||
      (statement.type === 'ExportNamedDeclaration' && statement.declaration === null) ||
      statement.type === 'ImportDeclaration',
  );
  return handsOn.length > 0 && handsOn.every(Boolean);
}
