// What measurements need: a browser and the people at it.
export { People, WIDE } from './browser.ts';
