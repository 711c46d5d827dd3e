import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { stages } from '../../infra/stages.ts';
import { businessCodeIn } from './business-code-in.ts';
import { temporaryDirectory } from './temporary.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CDK = fileURLToPath(import.meta.resolve('aws-cdk/bin/cdk'));
const BIN = join(ROOT, 'node_modules/.bin');

interface Outcome {
  readonly code: number;
  readonly said: string;
  readonly output: string;
}

/** For a synthesis that bundles: without business code, which it would load. */
const DELIVERED = ['--app', 'node test/delivered/app.ts'];

/** `cdk synth` as in a fresh clone: no credentials, no configuration, no way out of the machine. */
async function synth(...options: readonly string[]): Promise<Outcome> {
  const output = temporaryDirectory();
  const nowhere = 'http://127.0.0.1:9';
  const env = {
    PATH: `${BIN}:${process.env.PATH}`,
    HOME: temporaryDirectory(),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    HTTPS_PROXY: nowhere,
    HTTP_PROXY: nowhere,
    CI: 'true',
  };
  const done = (code: number, said: string) => ({ code, said, output });
  try {
    const args = [CDK, 'synth', '--quiet', '--output', output, ...options];
    const { stdout, stderr } = await run(process.execPath, args, { cwd: ROOT, env });
    return done(0, stdout + stderr);
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return done(code, stdout + stderr);
  }
}

const templatesIn = (directory: string) =>
  readdirSync(directory)
    .filter((file) => file.endsWith('.template.json'))
    .toSorted();

const names = Object.keys(stages);
const templateOf = (stage: string) => `smile-${stage}.template.json`;

// Validated as for a deployment, each takes seconds alone, and a minute on a busy machine.
describe('cdk synth, offline and without credentials', { timeout: 240_000 }, () => {
  it('makes every stage, and has nothing to say', async () => {
    const { code, said, output } = await synth(...DELIVERED);

    expect(code).toBe(0);
    expect(templatesIn(output)).toEqual(names.map(templateOf).toSorted());
    expect(said).not.toMatch(/warning|error/i);
    expect(businessCodeIn(output)).toEqual([]);
  });

  it('makes the stage that was asked for, the same a second time', async () => {
    const [stage = ''] = names;

    const options = [...DELIVERED, '-c', `stage=${stage}`];
    const outputs = [await synth(...options), await synth(...options)];

    const [first, second] = outputs.map(({ output }) => {
      expect(templatesIn(output)).toEqual([templateOf(stage)]);
      return readFileSync(join(output, templateOf(stage)), 'utf8');
    });

    expect(second).toBe(first);
  });

  it('says one sentence, and no stack trace, when the configuration is wrong', async () => {
    const { code, said, output } = await synth('-c', 'stage=no-such-stage');

    const [sentence, ...rest] = said.trim().split('\n');
    expect(code).toBe(1);
    expect(sentence).toBe(
      `There is no stage "no-such-stage": say -c stage=… with one of ${names.join(', ')}, or add it to infra/stages.ts.`,
    );
    expect(rest).toEqual([expect.stringContaining('Subprocess exited with error 1')]);
    expect(templatesIn(output)).toEqual([]);
  });
});
