/** What the registry's parts are given besides the platform's. */
export const UNIT_KINDS = Symbol('unit-kinds');
export const POST_KINDS = Symbol('post-kinds');
