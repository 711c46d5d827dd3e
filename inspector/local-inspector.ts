import { isSource } from '../infra/bundle/beside.ts';
import type { LocalStack } from '../local/inspection/stack-view.ts';
import { byHttp } from '../operations/deliver/by-http.ts';
import { stageOfRun } from '../operations/local-stage.ts';
import type { StackOf } from './server/detail.ts';
import { createInspector, type Inspector } from './server/inspector.ts';

/** What a local run hands over. */
export interface LocalParts {
  readonly stack: LocalStack;
  readonly url: string;
  readonly webhookUrl: string;
  /** What Smile would sign with. */
  readonly secret: string;
  readonly stackOf: StackOf;
  readonly note: (line: string) => void;
}

const LOCAL_LOOKS_MS = 700;

/** The inspector of a local run, at its root. */
export function localInspector(parts: LocalParts): Inspector {
  const { stack, url, webhookUrl, secret, stackOf, note } = parts;
  return createInspector({
    stage: stageOfRun(stack, url),
    view: {
      name: 'local run',
      where: url.replace('http://', ''),
      isHarmless: true,
      readOnly: false,
      command: isSource ? 'npm run smile --' : 'npx smile',
      webhookUrl,
      everyMs: LOCAL_LOOKS_MS,
      sources: process.cwd(),
    },
    send: byHttp(webhookUrl, secret).send,
    stackOf,
    note,
  });
}
