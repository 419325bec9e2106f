import { createHash } from 'node:crypto';
import sharp from 'sharp';

/** A picture of nobody, always the same for one name: a face in a colour of its own. */
export function demoPortrait(name: string): Promise<Blob> {
  const [hue = 0, hair = 0] = numbersOf(name);
  return jpeg(`<svg xmlns="http://www.w3.org/2000/svg" width="640" height="640">
    <rect width="640" height="640" fill="hsl(${hue} 45% 78%)"/>
    <path d="M80 640 Q90 460 320 450 Q550 460 560 640Z" fill="hsl(${(hue + 160) % 360} 45% 40%)"/>
    <ellipse cx="320" cy="270" rx="130" ry="150" fill="hsl(28 45% ${50 + (hair % 30)}%)"/>
    <path d="M180 280 Q170 90 320 90 Q470 90 460 280 Q430 170 320 175 Q210 170 180 280Z" fill="hsl(${hair % 50} 40% 18%)"/>
    <circle cx="270" cy="270" r="10"/><circle cx="370" cy="270" r="10"/>
    <path d="M270 340 Q320 380 370 340" stroke="#7a2e26" stroke-width="9" fill="none" stroke-linecap="round"/>
  </svg>`);
}

/** A landscape, always the same for one name. */
export function demoScene(name: string): Promise<Blob> {
  const [hue = 0, height = 0] = numbersOf(`${name}, a scene`);
  return jpeg(`<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="1080">
    <defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="hsl(${hue} 60% 30%)"/><stop offset="0.75" stop-color="hsl(${(hue + 40) % 360} 85% 72%)"/>
    </linearGradient></defs>
    <rect width="1080" height="1080" fill="url(#sky)"/>
    <circle cx="${300 + height}" cy="520" r="90" fill="hsl(${(hue + 50) % 360} 95% 88%)"/>
    <path d="M0 760 L260 ${500 + (height % 120)} L520 740 L760 ${460 + (height % 160)} L1080 720 V1080 H0Z" fill="hsl(${hue} 35% 22%)"/>
    <path d="M0 900 Q540 780 1080 910 V1080 H0Z" fill="hsl(${hue} 40% 12%)"/>
  </svg>`);
}

function numbersOf(text: string): number[] {
  const bytes = createHash('sha256').update(text).digest();
  return [bytes.readUInt16BE(0) % 360, bytes.readUInt16BE(2) % 480];
}

async function jpeg(svg: string): Promise<Blob> {
  const bytes = await sharp(Buffer.from(svg)).jpeg({ quality: 86 }).toBuffer();
  return new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' });
}
