import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { MANIFEST, MANIFEST_OF_CLONE } from './manifest-paths.ts';
import { publishedManifest } from './published-manifest.ts';

// `npm pack` and `npm publish` run this first: dist/ is built, and package.json becomes that of the package until
// unpack.ts has put the clone's back.

// oxlint-disable-next-line import/no-unassigned-import -- it builds
import './build.ts';

await copyFile(MANIFEST, MANIFEST_OF_CLONE);
const manifest = JSON.parse(await readFile(MANIFEST, 'utf8')) as Readonly<Record<string, unknown>>;
await writeFile(MANIFEST, `${JSON.stringify(publishedManifest(manifest), undefined, 2)}\n`);
