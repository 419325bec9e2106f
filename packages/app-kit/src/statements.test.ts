import { eachDialect } from '@accounts-center/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCircle } from './testing/circle.ts';
import { follow, signUp, upload } from './testing/people.ts';
import { post } from './testing/posting.ts';
import type { TestApp } from './testing/test-app.ts';

// Whatever a list can meet, three levels deep.
const wholePage = `query ($first: Int!) {
  feed: appFeed(first: $first) {
    nodes {
      text
      media { url }
      author {
        username viewerRelation photo { url }
        posts(first: 3) { nodes { text media { url } } }
        followers(first: 5) { nodes { username viewerRelation posts(first: 2) { nodes { text } } } }
        following(first: 5) { nodes { username } }
      }
    }
  }
}`;

// The feed; users ×3 (authors, followers, followed), relations ×2, posts ×2, their files ×2 and those files’ facts ×3 with
// the photos, followers and followed.
const lookUps = 15;

eachDialect((_, __, createUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startCircle(await createUrl());
  });
  afterAll(() => app.close());

  it('takes no more statements for a page of 25 than one per look-up and level', async () => {
    const reader = await signUp(app);
    const authors: string[] = [];
    for (let count = 0; count < 25; count++) {
      const author = await signUp(app);
      await follow(app, reader, author);
      await follow(app, author, authors.at(-1) ?? reader);
      await post(app, author, { mediaIds: [await upload(app, author)] });
      authors.push(author);
    }
    await app.service.worker.drain();
    for (const first of [2, 25]) {
      app.statements.length = 0;
      const { data, errors } = await app.graph<{ feed: { nodes: unknown[] } }>(wholePage, { first }, reader);
      expect([errors, data.feed.nodes.length]).toEqual([undefined, first]);
      const selects = app.statements.filter((sql) => sql.startsWith('select'));
      // Look-ups that are ready in one tick share a statement, so it may be fewer.
      expect(selects.length).toBeLessThanOrEqual(lookUps);
    }
  });
});
