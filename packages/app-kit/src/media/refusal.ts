/** What a refusal is answered with: the words are for the person in front of the screen. */
interface RefusalAnswer {
  readonly status: number;
  readonly message: string;
  /** It may be taken then. */
  readonly retryAfterSeconds?: number;
}

/** Why a file is not taken. */
export const refusals = {
  FORBIDDEN: { status: 403, message: 'You have to be signed in to this app.' },
  TOO_MANY_UPLOADS: {
    status: 429,
    message: 'Too many or too large files of yours wait to be used. Use them, or try again tomorrow.',
  },
  TOO_MANY_AT_ONCE: {
    status: 429,
    message: 'Too many of your files are on their way. Wait for one of them.',
    retryAfterSeconds: 5,
  },
  BUSY: { status: 503, message: 'Too many people are uploading at the moment. Try again.', retryAfterSeconds: 10 },
  MALFORMED_UPLOAD: {
    status: 400,
    message: 'Send multipart/form-data with one file and, if you like, one short field "altText".',
  },
  TIME_OUT: { status: 408, message: 'The file took too long.' },
  TOO_LARGE: { status: 413, message: 'The file is too large.' },
  NOT_A_PICTURE_OR_VIDEO: { status: 415, message: 'The file is damaged, or no picture or video.' },
  NOT_ACCEPTED: {
    status: 415,
    message: 'Accepted are JPEG, PNG, WebP and AVIF pictures that stand still, and MP4, QuickTime and WebM videos.',
  },
  TOO_MANY_PIXELS: { status: 422, message: 'The picture has too many pixels.' },
} as const satisfies Readonly<Record<string, RefusalAnswer>>;

export type RefusalCode = keyof typeof refusals;

/** A file that is not taken. */
export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
}

export function refusal(code: RefusalCode): Refusal {
  return { ok: false, code };
}

/** A refusal on its way out of a stream, where there is nowhere to return it; caught by whoever runs the stream. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: RefusalCode;

  constructor(code: RefusalCode) {
    super(refusals[code].message);
    this.code = code;
  }
}
