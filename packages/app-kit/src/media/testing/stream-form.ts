import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { ann, type MediaFixture } from './media-fixture.ts';

interface StreamedForm {
  /** The first bytes of the file. */
  readonly head: Buffer;
  /** What follows, again and again if `endless`; else nothing more comes, and no end either. */
  readonly piece: Buffer;
  readonly endless: boolean;
  /** Never begins the file. */
  readonly preamble?: boolean;
  /** Goes away once this has happened. */
  readonly leave?: () => Promise<void>;
}

type Refused = { readonly errors: readonly [{ readonly extensions: { readonly code: string } }] };

const FILE_HEADERS = '--xyz\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n';

/** Sends an upload by hand, as no well-behaved client would, until it is answered; says how much got off. */
export async function streamForm(
  app: MediaFixture,
  form: StreamedForm,
): Promise<{ answer?: [number | undefined, string]; bytes: number }> {
  const headers = { ...(await app.asViewer(ann)), 'content-type': 'multipart/form-data; boundary=xyz' };
  const call = request(`${app.origin}/media`, { method: 'POST', headers });
  let bytes = 0;
  let isAnswered = false;
  const write = (): void => {
    while (!isAnswered && !call.destroyed) {
      bytes += form.piece.length;
      if (!call.write(form.piece)) return void call.once('drain', write);
    }
  };
  const answered = new Promise<[number | undefined, string]>((resolve, reject) => {
    call.once('error', reject);
    call.once('response', (answer) => {
      isAnswered = true;
      json(answer).then((body) => resolve([answer.statusCode, (body as Refused).errors[0].extensions.code]), reject);
    });
  });
  call.write(form.preamble === true ? form.head : Buffer.concat([Buffer.from(FILE_HEADERS), form.head]));
  if (form.leave !== undefined) {
    answered.catch(() => {});
    await form.leave();
    call.destroy();
    return { bytes };
  }
  if (form.endless) write();
  const answer = await answered;
  call.destroy();
  return { answer, bytes };
}
