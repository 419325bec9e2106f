const BEFORE = 'ben_on_film';
const AFTER = 'ben.okoro';
const QUERY = `{
  before: instagramUserByUsername(username: "${BEFORE}") { username }
  after: instagramUserByUsername(username: "${AFTER}") { username }
}`;

/** Looks up how the Ben of the demo is called on Instagram: otherwise once SyncProfile has run. Gives why not, when it finds nobody. */
export async function usernameOnInstagram(
  fetch: typeof globalThis.fetch,
): Promise<{ value: string } | { problem: string }> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query: QUERY }) });
  const { data } = (await answer.json()) as { data?: Record<string, { username: string } | null> };
  const value = (data?.['before'] ?? data?.['after'])?.username;
  if (value !== undefined) return { value };
  return { problem: `Nobody on Instagram answers to ${BEFORE} or ${AFTER}: put a username of yours in the variables.` };
}
