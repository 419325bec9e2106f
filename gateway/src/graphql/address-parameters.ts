/** By these an address asks something; without any, a browser wants the page. */
const ASKING = ['query', 'documentId', 'extensions'];

/**
 * The parameters of a request's address, as Apollo Server reads them. Everybody reads them here: Fastify leaves undecoded what is not
 * encoded well, and ends an address at another character, so that one text would be checked and another executed.
 */
export function parametersOf({ url }: { readonly url: string }): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : url.slice(start));
}

/** Whether a request names an operation in its address. */
export function asksByAddress(request: { readonly url: string }): boolean {
  const parameters = parametersOf(request);
  return ASKING.some((name) => parameters.has(name));
}
