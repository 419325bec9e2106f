// The apps of the family, a line each; all that takes an app by its name stands here. `schema/apps.json` has their order.
export { app as facebook } from '@accounts-center/facebook';
export { app as instagram } from '@accounts-center/instagram';
export { app as messenger } from '@accounts-center/messenger';
export { app as whatsapp } from '@accounts-center/whatsapp';
