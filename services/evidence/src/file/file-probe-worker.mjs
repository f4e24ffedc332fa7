// Runs in a thread of its own: libraries that follow lengths and offsets written in hostile files can be led in circles.
import { parentPort } from 'node:worker_threads';
import exifr from 'exifr';
import { fileTypeFromFile } from 'file-type';

const PROBES = {
  type: async (path) => (await fileTypeFromFile(path))?.mime,
  // `reviveValues` would read the camera's local time in the zone of this host.
  tags: (path) => exifr.parse(path, { tiff: true, exif: true, gps: true, xmp: false, icc: false, iptc: false, reviveValues: false }),
};

parentPort.on('message', async ({ what, path }) => {
  try {
    const value = await PROBES[what](path);
    parentPort.postMessage({ value: value && JSON.parse(JSON.stringify(value)) });
  } catch (error) {
    parentPort.postMessage({ fault: String(error) });
  }
});
