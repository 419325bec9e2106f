import { buildSchema, type GraphQLEnumType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { apps } from './registry.ts';
import { renderSubgraphs, renderTemplate } from './render.ts';

const rendered = new Map(renderSubgraphs().map(({ service, sdl }) => [service, sdl]));
const schemaOf = (service: string) => buildSchema(rendered.get(service) ?? '', { assumeValidSDL: true });

describe('the rendered subgraphs', () => {
  it.each(apps)('name their types after $type and leave no placeholder', ({ service, type }) => {
    expect(schemaOf(service).getType(`${type}User`)).toBeDefined();
    const placeholders = Object.keys(schemaOf(service).getTypeMap()).filter((name) => /^App(?![a-z])/.test(name));
    expect(placeholders).toEqual([]);
  });

  it('give each app the relations that the registry says', () => {
    expect(rendered.get('instagram')).toContain('followInstagramUser(');
    expect(rendered.get('facebook')).not.toContain('followFacebookUser(');
  });

  it('give accounts-center every app as a value and its types as stubs', () => {
    const center = schemaOf('accounts-center');
    const user = center.getType('User');
    expect((center.getType('App') as GraphQLEnumType).getValues().map(({ name }) => name)).toEqual(
      apps.map(({ app }) => app),
    );
    for (const { type } of apps) {
      const stub = center.getType(`${type}User`);
      expect(fieldsOf(stub)).toEqual(fieldsOf(user));
    }
  });
});

describe('the template', () => {
  it('has no article before the name of an app, which would be the wrong one for some', () => {
    expect(renderTemplate()).not.toMatch(/\ban? App\b/);
  });

  it('keeps its placeholders and has both kinds of relations', () => {
    const template = buildSchema(renderTemplate(), { assumeValidSDL: true });
    expect(fieldsOf(template.getType('AppUser'))).toEqual(expect.arrayContaining(['followers', 'friends']));
  });
});

function fieldsOf(type: unknown): string[] {
  return Object.keys((type as { getFields(): object }).getFields());
}
