// Hive Gateway as its makers benchmark it, equal requests in flight answered once, with the header that FORWARD_HEADER names,
// if any, handed on to the subgraphs.
import { defineConfig } from '@graphql-hive/gateway';

const header = process.env.FORWARD_HEADER;

export const gatewayConfig = defineConfig({
  inboundInflightRequestDeduplication: true,
  ...(header && {
    propagateHeaders: { fromClientToSubgraphs: ({ request }) => ({ [header]: request.headers.get(header) }) },
  }),
});
