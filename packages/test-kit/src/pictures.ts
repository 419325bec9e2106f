import sharp from 'sharp';

const WIDTH = 9;
const HEIGHT = 8;
/** Of 256 steps: what encoding anew may change. */
const NOISE = 5;

/**
 * A difference hash: for each of 8 × 8 places whether the picture gets brighter to the right. Re-encoding and scaling change
 * a few of the 64, another picture a third of them.
 */
async function lookOf(picture: Buffer): Promise<boolean[]> {
  const grey = await sharp(picture).autoOrient().greyscale().resize(WIDTH, HEIGHT, { fit: 'fill' }).raw().toBuffer();
  return Array.from({ length: HEIGHT * (WIDTH - 1) }, (_, place) => {
    const at = Math.floor(place / (WIDTH - 1)) * WIDTH + (place % (WIDTH - 1));
    return (grey[at + 1] ?? 0) - (grey[at] ?? 0) > NOISE;
  });
}

/** By how many of 64 places two pictures look different. */
export async function distanceBetween(one: Buffer, other: Buffer): Promise<number> {
  const [first, second] = await Promise.all([lookOf(one), lookOf(other)]);
  return first.filter((brightens, place) => brightens !== second[place]).length;
}
