import { eachDialect } from '@accounts-center/db/testing';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from './context.ts';
import { startTestCenter, type TestCenter } from './testing/test-center.ts';

eachDialect((_dialect, _open, createUrl) => {
  let family: TestCenter;

  beforeAll(async () => {
    family = await startTestCenter({ url: await createUrl() });
  });
  afterAll(() => family[Symbol.asyncDispose]());

  describe('entities', () => {
    const CENTER = 'accounts { id } profileSources { field version source { id } } sharingSettings { choice }';
    const ENTITIES = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      __typename ... on User { id app linkedAt accountsCenter { id ${CENTER} } contactPoints { id } profileSync { field isOn } }
      ... on Post { id sharing { state } }
    } }`;
    const entities = (representations: object[], viewer?: Viewer) =>
      family.graph(ENTITIES, { representations }, viewer);

    it('C2: tell of an account in another center nothing but its app', async () => {
      const [ada, eve] = [await family.person('ada.three'), await family.person('eve.three', 'INSTAGRAM')];
      const hidden = { linkedAt: null, accountsCenter: null, contactPoints: null, profileSync: null };
      for (const viewer of [eve.viewer, undefined]) {
        const { data } = await entities([{ __typename: 'FacebookUser', id: ada.id }], viewer);
        expect(data).toEqual({ _entities: [{ __typename: 'FacebookUser', id: ada.id, app: 'FACEBOOK', ...hidden }] });
      }
      const { data } = await entities([{ __typename: 'FacebookUser', id: ada.id }], ada.viewer);
      expect(data).toMatchObject({
        _entities: [{ accountsCenter: { id: expect.stringMatching(/^ctr_/) }, contactPoints: [] }],
      });
    });

    it('C2: a center shows itself to the owner of one of its accounts only', async () => {
      const [ada, eve] = [await family.person('ada.seven'), await family.person('eve.seven')];
      const own = await entities([{ __typename: 'FacebookUser', id: ada.id }], ada.viewer);
      const { _entities } = own.data as { _entities: [{ accountsCenter: { id: string } }] };
      const { id } = _entities[0].accountsCenter;
      const center = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
        ... on AccountsCenter { id ${CENTER.replace('version ', '')} }
      } }`;
      const shown = async (wanted: string, viewer?: Viewer) =>
        (await family.graph(center, { representations: [{ __typename: 'AccountsCenter', id: wanted }] }, viewer)).data;
      expect(await shown(id, ada.viewer)).toMatchObject({ _entities: [{ id, accounts: [{ id: ada.id }] }] });
      expect(await shown(id, eve.viewer)).toEqual({ _entities: [null] });
      expect(await shown(id)).toEqual({ _entities: [null] });
      expect(await shown('ctr_none', ada.viewer)).toEqual({ _entities: [null] });
    });

    it('C2: take the same statements for an account in another center as for one of nobody', async () => {
      const [ada, eve] = [await family.person('ada.four'), await family.person('eve.four')];
      const traceOf = async (id: string) => {
        family.statements.length = 0;
        await entities([{ __typename: 'FacebookUser', id }], eve.viewer);
        return [...family.statements];
      };
      const nobody = `${ada.id.slice(0, -4)}0000`;
      expect(await traceOf(ada.id)).toEqual(await traceOf(nobody));
    });

    it('of an id that the app does not make are null', async () => {
      const { id } = await family.person('ada.five');
      const wrong = [id.replace('fbu', 'igu'), id.replace('fbu', 'fbp'), `${id}0`, '', 'fbu_', '__proto__'];
      const { data } = await entities(wrong.map((wrongId) => ({ __typename: 'FacebookUser', id: wrongId })));
      expect(data).toEqual({ _entities: wrong.map(() => null) });
    });

    it('are resolved by a constant number of statements', async () => {
      const { id, viewer } = await family.person('ada.six');
      const others = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => family.person(`friend.${name}`)));
      const countFor = async (ids: string[]) => {
        family.statements.length = 0;
        await entities(
          ids.map((userId) => ({ __typename: 'FacebookUser', id: userId })),
          viewer,
        );
        return family.statements.length;
      };
      expect(await countFor([id, ...others.map((other) => other.id)])).toBe(await countFor([id, others[0]?.id ?? '']));
    });
  });
});
