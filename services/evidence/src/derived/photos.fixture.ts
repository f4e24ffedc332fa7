import sharp from 'sharp';

// Taken out once: a look at a global costs more than these do, where modules run in a context of their own.
const { floor, imul, round } = Math;

/** Chance that is the same each time. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a camera might have seen: a sky, things before it, blur and grain; the same for the same seed. */
export async function scene(seed: number, width = 1_200, height = 900): Promise<Buffer> {
  const random = chance(seed * 7_919 + 13);
  const colour = () => `rgb(${[0, 0, 0].map(() => floor(random() * 255)).join(',')})`;
  const things = Array.from({ length: 45 }, () => {
    const [x, y, size] = [random() * width, height * (0.1 + 0.9 * random()), (20 + 200 * random() ** 2) * (width / 1_200)];
    const [w, h, fill] = [size * (0.4 + random()), size * (0.4 + random()), `fill="${colour()}" opacity="${0.5 + random() / 2}"`];
    return random() < 0.5 ? `<ellipse cx="${x}" cy="${y}" rx="${w}" ry="${h}" ${fill}/>` : `<rect x="${x}" y="${y}" width="${w}" height="${h}" ${fill} transform="rotate(${random() * 60 - 30} ${x} ${y})"/>`;
  });
  const sky = `<linearGradient id="sky" x1="0" y1="0" x2="${random()}" y2="1"><stop offset="0" stop-color="${colour()}"/><stop offset="1" stop-color="${colour()}"/></linearGradient>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>${sky}</defs><rect width="${width}" height="${height}" fill="url(#sky)"/>${things.join('')}</svg>`;
  const grain = Buffer.from(Uint8Array.from({ length: width * height }, () => 118 + floor(random() * 20)));
  return sharp(await sharp(Buffer.from(svg)).blur(1.2).png().toBuffer())
    .composite([{ input: await sharp(grain, { raw: { width, height, channels: 1 } }).png().toBuffer(), blend: 'soft-light' }])
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** The ways in which one photo comes back as another file. */
export const DISGUISES: Readonly<Record<string, (photo: Buffer, seed: number) => Promise<Buffer>>> = {
  'saved at quality 40': (photo) => sharp(photo).jpeg({ quality: 40 }).toBuffer(),
  'a third of the size, as WebP': (photo) => sharp(photo).resize(400).webp({ quality: 60 }).toBuffer(),
  'made brighter': (photo) => sharp(photo).modulate({ brightness: 1.2 }).gamma(1.3).jpeg().toBuffer(),
  'cropped to 90 %': (photo, seed) => part(photo, seed, 0.9),
  'cropped to 75 %': (photo, seed) => part(photo, seed, 0.75),
  'cropped to 60 %': (photo, seed) => part(photo, seed, 0.6),
  'cut to a wide strip': async (photo, seed) => sharp(photo).extract({ left: 0, top: (seed % 20) * 15, width: 1_200, height: 600 }).jpeg().toBuffer(),
};

/** A part of each side, somewhere, saved anew at another size. */
async function part(photo: Buffer, seed: number, side: number): Promise<Buffer> {
  const random = chance(seed + 99);
  const [width, height] = [round(1_200 * side), round(900 * side)];
  return sharp(photo).extract({ left: floor(random() * (1_200 - width)), top: floor(random() * (900 - height)), width, height }).resize(round(width * 0.8)).jpeg({ quality: 75 }).toBuffer();
}

/** A picture as telephones write it, 128 × 96: left green, right red. No encoder of ours writes this format. */
export const phonePicture = (): Buffer =>
  Buffer.from(
    'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABegABAAAAAAAAACoAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoBAgYWW6kkprm4CGgwIAAAMAMgAAAwACEGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAACAAAAAYAAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAADJtZGF0AAAAJigBr1j5DpJf//HN3/6mn/8ZaMbGX6X4Pr+E9r+1GaUlVfC6bFPV',
    'base64',
  );
