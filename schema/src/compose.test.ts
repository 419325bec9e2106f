import { describe, expect, it } from 'vitest';
import { composeGraph, routingUrl } from './compose.ts';
import { renderSubgraphs } from './render.ts';

const query = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

describe('composeGraph', () => {
  it('composes all subgraphs, and hides federation from clients', () => {
    const { supergraph, api } = composeGraph(renderSubgraphs());
    expect(supergraph).toContain(`@join__graph(name: "facebook", url: "${routingUrl('facebook')}")`);
    expect(api).not.toContain('join__');
  });

  it('fails when an app has a user type without its stub in accounts-center', () => {
    const subgraphs = renderSubgraphs().map((subgraph) =>
      subgraph.service === 'accounts-center'
        ? { ...subgraph, sdl: subgraph.sdl.replaceAll('type WhatsAppUser', 'type OtherUser') }
        : subgraph,
    );
    expect(() => composeGraph(subgraphs)).toThrow('WhatsAppUser');
  });

  it('fails on an input that two subgraphs declare differently, which composition would cut down silently', () => {
    const subgraph = (name: string, field: string) =>
      `${query} type Query { ${name}(input: In): Int } input In { shared: Int ${field}: Int }`;
    const subgraphs = [
      { service: 'facebook', sdl: subgraph('a', 'x') },
      { service: 'instagram', sdl: subgraph('b', 'y') },
    ];
    expect(() => composeGraph(subgraphs)).toThrow(/INCONSISTENT_INPUT_OBJECT_FIELD/);
  });
});
