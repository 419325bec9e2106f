import sharp from 'sharp';
import { ask, type Draft, type Source } from './contract-operations.ts';
import { upload } from './people.ts';
import type { TestApp } from './test-app.ts';

const square = { kind: 'PHOTO', width: 400, height: 400 } as const;

/** A file of the app's own. */
export function own(id: string): Source {
  return { ...square, id };
}

/** A picture that the sister app has, granted to the app; granted anew each time it is called with an id. */
export async function granted(app: TestApp, id: string = app.newId('m')): Promise<Source> {
  if (!app.sisterFiles.has(id)) {
    const picture = sharp({ create: { width: 400, height: 400, channels: 3, background: 'teal' } });
    app.sisterFiles.set(id, await picture.jpeg().toBuffer());
  }
  return { ...square, id, service: 'sister', grant: await app.grant(id) };
}

/** A post that any app takes from a public account: what it must show, and a text. */
export async function newDraft(app: TestApp, authorId: string, more: Partial<Draft> = {}): Promise<Draft> {
  const { post } = await ask(app, 'rules');
  const media: Source[] = [];
  for (let count = 0; count < (post?.minMedia ?? 0); count++) media.push(own(await upload(app, authorId)));
  return { kind: 'POST', authorId, text: 'Good morning', audience: 'PUBLIC', media, isCopy: true, ...more };
}
