/** Where bodies are kept in the bucket: every object's key begins with it. */
export const BODIES_PREFIX = 'bodies/';
