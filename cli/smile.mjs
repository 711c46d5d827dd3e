#!/usr/bin/env node
// Plain JavaScript, because a Node that is too old cannot read TypeScript, and says so in words that help nobody.
import { existsSync } from 'node:fs';
// The whole module: an old Node has no such function, and must come as far as the sentence about itself.
import * as module from 'node:module';
// oxlint-disable-next-line import/no-unassigned-import -- it ends the process when Node is too old, or npx is gone
import '../local/npm-script.mjs';

// A command starts twice as fast when it was compiled before.
module.enableCompileCache?.();

const isClone = existsSync(new URL('main.ts', import.meta.url));
await import(isClone ? './main.ts' : './main.js');
