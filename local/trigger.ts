// oxlint-disable-next-line import/no-unassigned-import -- it ends the process before anything else runs
import './node-version.ts';
import { readEnvelope } from '../lambdas/smile/envelope.ts';
import { readConfiguration } from './configuration.ts';
import { readArguments } from './trigger/arguments.ts';
import { bodyMaker } from './trigger/body.ts';
import { post } from './trigger/post.ts';

try {
  const { port, secret } = readConfiguration(process.env);
  const wanted = readArguments(process.argv.slice(2), port);
  const makeBody = await bodyMaker(wanted);
  for (let sent = 0; sent < wanted.count; sent++) {
    const body = makeBody();
    const status = await post(wanted.url, body, secret);
    if (status < 200 || status > 299) process.exitCode = 1;
    process.stdout.write(`${readEnvelope(body).envelope?.id ?? 'no id'} ${status}\n`);
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
