import { registerHooks } from 'node:module';

// Loaded before aws-lambda-ric: gives it our stand-in where it requires its native addon.
const STAND_IN = new URL('native-client.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === './rapid-client.node'
      ? { url: STAND_IN, shortCircuit: true }
      : nextResolve(specifier, context),
});
