import type { Argument, Expression } from 'oxc-parser';
import { type SourceFile, visit } from './source-files.ts';

/** A rule's id as titles and documents write it: `L2`, `MS1`, `case 5`. */
const RULE_ID = /\b(?:(?:L|PR|X|S|V|A|R|F|Y|MS|C|D)\d+|case \d+)\b/g;

/** The titles of a file's tests and suites: of `it`, `test`, `describe…`, with whatever hangs on them (`it.each(…)`). */
export function titlesOf(file: SourceFile): string[] {
  const titles: string[] = [];
  visit(file, {
    CallExpression({ callee, arguments: args }) {
      if (!/^(it|test|describe[A-Za-z]*)$/.test(rootName(callee))) return;
      const title = textOf(args[0]);
      if (title !== undefined) titles.push(title);
    },
  });
  return titles;
}

/** The ids of rules that a text names, each once. */
export function ruleIdsIn(text: string): string[] {
  return [...new Set(text.match(RULE_ID))];
}

function rootName(callee: Expression): string {
  if (callee.type === 'CallExpression') return rootName(callee.callee);
  if (callee.type === 'MemberExpression') return rootName(callee.object);
  return callee.type === 'Identifier' ? callee.name : '';
}

function textOf(argument: Argument | undefined): string | undefined {
  if (argument?.type === 'TemplateLiteral') return argument.quasis.map(({ value }) => value.raw).join('…');
  return argument?.type === 'Literal' && typeof argument.value === 'string' ? argument.value : undefined;
}
