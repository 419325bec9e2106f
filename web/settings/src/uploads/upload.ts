import { createContext } from 'react';

/** A photo that somebody chose, with what can be seen on it in words. */
export interface ChosenPhoto {
  readonly file: File;
  readonly altText: string;
}

/** Uploads a photo for the signed-in account. Returns its id; throws UploadError, or the network's error. */
export type UploadPhoto = (photo: ChosenPhoto) => Promise<string>;

export const UploadContext = createContext<UploadPhoto>(async () => {
  throw new Error('There is nothing to upload with around this part of the page.');
});
