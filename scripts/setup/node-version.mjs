/**
 * Says why a version of Node is refused.
 * @param {string} version without the `v`, e.g. `20.19.0`
 * @returns {string | undefined} `undefined` when it is not
 */
export function refusalOf(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isTooOld = major < 20 || (major === 20 && minor < 19);
  if (!isTooOld && major <= 26) return undefined;
  return `This needs Node 20.19 or later, up to 26, and was started with ${version}. See https://nodejs.org/en/download.`;
}
