// Writes the pictures that `every-template.test.ts` compares with; to be run, and looked at, after a template was changed on purpose.
import { writeFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { raster } from './probes.fixture.ts';
import { shippedRenderer } from './render.ts';

const renderer = shippedRenderer();
for (const [id, { sample }] of renderer.layouts) {
  const { width, height, grey } = raster(renderer.render(id, sample), 40);
  const picture = new PNG({ width, height });
  picture.data = Buffer.from(grey);
  writeFileSync(new URL(`../reference/${id}.png`, import.meta.url), PNG.sync.write(picture, { colorType: 0, inputColorType: 0, inputHasAlpha: false }));
}
