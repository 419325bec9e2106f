export { createGraphClient, type GraphClient, GraphError, UploadError, type UploadedMedia } from './graph-client.ts';
