import { pathToFileURL } from 'node:url';
import { context } from '../events.ts';
import { assertHandled } from '../handled.ts';

/** The handler of a bundle. Throws NotHandled for every event that it does not handle. */
export async function loadHandler(file: string): Promise<(event: unknown) => Promise<void>> {
  const { handler } = (await import(pathToFileURL(file).href)) as {
    handler: (event: unknown, context: unknown) => Promise<unknown>;
  };
  return async (event) => assertHandled(file, await handler(event, context));
}
