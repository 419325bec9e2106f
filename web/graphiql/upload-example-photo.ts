const PHOTO = new URL('../../examples/main-job/photos/mountains.jpg', import.meta.url);

/** Uploads the example's photo to Facebook as whoever is signed in; gives its id, or why there is none. */
export async function uploadExamplePhoto(
  fetch: typeof globalThis.fetch,
): Promise<{ value: string } | { problem: string }> {
  const form = new FormData();
  form.append('file', await (await globalThis.fetch(PHOTO)).blob(), 'mountains.jpg');
  const answer = await fetch('/media/facebook', { method: 'POST', body: form });
  const { id, ...refusal } = (await answer.json()) as { id?: string };
  if (id !== undefined) return { value: id };
  return { problem: `The photo for the post could not be uploaded to Facebook: ${JSON.stringify(refusal)}` };
}
