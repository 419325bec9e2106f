import { describe, expect, it } from 'vitest';
import { breakingChanges } from './breaking.ts';

const released = 'type Query { name: String, old: String @deprecated(reason: "Use name. Removed on 2027-01-01.") }';

describe('breakingChanges', () => {
  it('lets the graph grow, and lose what was deprecated', async () => {
    expect(await breakingChanges(released, 'type Query { name: String, more: Int }')).toEqual([]);
  });

  it('names each change that breaks a client', async () => {
    const [change, ...others] = await breakingChanges(released, 'type Query { old: String }');
    expect(change).toContain('Query.name');
    expect(others).toEqual([]);
    expect(await breakingChanges(released, 'type Query { name(of: ID!): String, old: String }')).toHaveLength(1);
  });
});
