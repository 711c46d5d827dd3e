import { join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bundling, USUAL_BUNDLING } from '../../../infra/bundle/handlers-source.ts';
import { loadHandlers } from '../../../infra/bundle/load-handlers.ts';
import { workerRuntime } from '../../../infra/bundle/worker-runtime.ts';
import { temporaryDirectory } from '../temporary.ts';
import { temporaryProject } from '../temporary-project.ts';

const IMPORT = "import { createHandlers } from 'smile-event-receiver/handlers';";

let runtime: string;
beforeAll(async () => {
  runtime = await workerRuntime(temporaryDirectory());
});

/** Loads `src/handlers.ts` of a project. */
const load = async (
  files: Readonly<Record<string, string | object>>,
  environment: Readonly<Record<string, string>> = {},
  bundling: Partial<Bundling> = {},
) => {
  const path = join(temporaryProject(files), 'src/handlers.ts');
  const handlers = { path, environment, bundling: { ...USUAL_BUNDLING, ...bundling } };
  return { loaded: await loadHandlers(handlers, runtime), file: relative(process.cwd(), path) };
};

/** Loads a file of these lines. */
const loadLines = async (...lines: readonly string[]) =>
  await load({ 'src/handlers.ts': [IMPORT, ...lines].join('\n') });

describe('handlers that are loaded', () => {
  it.each([
    ["createHandlers().on('USER_CREATED', () => {})", undefined],
    ["createHandlers().on('USER_CREATED', { attempts: 2 }, () => {})", 2],
    [
      "createHandlers().on(['USER_CREATED', 'TASK_FINISHED'], { attempts: 7 }, () => {}).on('ACCOUNT_CONNECTED', { attempts: 3 }, () => {})",
      7,
    ],
    ["createHandlers().onCallback('onClose', { attempts: 8 }, () => {})", 8],
    ['createHandlers().onUnknown({ attempts: 9 }, () => {})', 9],
  ])('say how many attempts a type has at most: %s', async (expression, largestAttempts) => {
    const { loaded } = await loadLines(`export default ${expression};`);

    expect(loaded).toEqual(largestAttempts === undefined ? {} : { largestAttempts });
  });

  it('find the variables of their receiver, and none of the machine', async () => {
    const source = `${IMPORT}
      if (process.env.HOME !== undefined) throw new Error();
      const attempts = Number(process.env.ATTEMPTS);
      export default createHandlers().onUnknown({ attempts }, () => {});`;

    const { loaded } = await load({ 'src/handlers.ts': source }, { ATTEMPTS: '6' });

    expect(loaded).toEqual({ largestAttempts: 6 });
  });

  it('may ask where they are, under whatever names', async () => {
    const { loaded } = await loadLines(
      'const importMetaUrl = import.meta.url;',
      "const all = [new URL('.', importMetaUrl).pathname, `${import.meta.dirname}/`];",
      'if (all[0] !== all[1] || !import.meta.filename.startsWith(all[1])) throw new Error();',
      'export default createHandlers();',
    );

    expect(loaded).toEqual({});
  });
});

describe('handlers that throw when they are loaded', () => {
  it.each([
    [['', "throw new RangeError('canary');"], 'RangeError', '3:7'],
    [['const of = (x) => x.database.url;', '', '  of({});'], 'TypeError', '2:30 of'],
    [["throw 'canary';"], 'NotAnError', undefined],
  ])('are told by class and place, without a message: %j', async (lines, error, place) => {
    const { loaded, file } = await loadLines(...lines, 'export default createHandlers();');

    const at = place === undefined ? '' : `, at ${file}:${place}`;
    expect(loaded).toEqual({
      isInvalid: false,
      failure: `The handlers threw ${error} while they were loaded${at}. Run smile dev to see the message.`,
    });
  });

  it('are told by the line that asked a package for what it threw', async () => {
    const { loaded, file } = await load({
      'src/handlers.ts': `${IMPORT}\nimport { connect } from 'db';\n\nexport const db = connect();\nexport default createHandlers();`,
      'node_modules/db/index.js': "exports.connect = () => { throw new Error('canary'); };",
    });

    expect(loaded.failure).toBe(
      `The handlers threw Error while they were loaded, at ${file}:4:19. Run smile dev to see the message.`,
    );
  });

  it.each([
    [
      [
        "export default createHandlers().on('USER_CREATED', () => {})",
        "  .on('USER_CREATED', () => {});",
      ],
      '3:4: USER_CREATED has two handlers. Keep one of them, and call the other from it.',
    ],
    [
      ["export default createHandlers().on('USER_MADE', () => {});"],
      '2:33: USER_MADE is not a known event type. Known are ',
    ],
  ])('because they are invalid say why, and cannot work on AWS either: %j', async (lines, why) => {
    const { loaded, file } = await loadLines(...lines);

    expect(loaded.isInvalid).toBe(true);
    expect(loaded.failure).toContain(`${file}:${why}`);
  });

  it('because they export nothing are invalid', async () => {
    const { loaded } = await loadLines('export const handlers = createHandlers();');

    expect(loaded).toEqual({
      isInvalid: true,
      failure:
        'The handlers file must export what createHandlers() returns: export default createHandlers().on(…).',
    });
  });

  it('by ending the process are told with its exit code', async () => {
    const { loaded } = await loadLines('process.exit(7);', 'export default createHandlers();');

    expect(loaded).toEqual({
      failure: 'The handlers ended the process while they were loaded, with exit code 7.',
    });
  });
});
