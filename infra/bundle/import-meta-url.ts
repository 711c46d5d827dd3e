import { pathToFileURL } from 'node:url';

/** In place of `import.meta.url`, which CommonJS has not. A bundle in which nothing asks for it has none of this. */
export const importMetaUrl: string = /* @__PURE__ */ pathToFileURL(__filename).href;
