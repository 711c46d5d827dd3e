import { startFauxqs } from 'fauxqs';
import { REGION } from '../aws.ts';
import { runEngine } from './engine-process.ts';
import { correctFauxqs } from './fauxqs-corrections.ts';

await runEngine(async (directory, port) => {
  await correctFauxqs();
  const server = await startFauxqs({
    port,
    dataDir: directory,
    defaultRegion: REGION,
    logger: false,
  });
  return { port: server.port, close: () => server.stop() };
});
