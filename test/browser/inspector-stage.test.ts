import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createInspector } from '../../inspector/server/inspector.ts';
import { openGateway } from '../../local/gateway/gateway.ts';
import { jsonAnswer } from '../../local/gateway/proxy-result.ts';
import type { LocalStack } from '../../local/inspection/stack-view.ts';
import { localStage } from '../../operations/local-stage.ts';
import type { Stage } from '../../operations/stage.ts';
import { buildEvent } from '../../testing/builders/build-event.ts';
import {
  type StandInAnswer,
  stackWith,
  startAwsStandIn,
} from '../integration/local/aws-stand-in.ts';
import { startSmile } from '../integration/operations/smile.ts';
import { soon } from '../integration/soon.ts';
import { skip } from './chromium.ts';
import { axe, type Inspected, look, startInspected } from './inspected.ts';
import { appliedRow, writeRows } from './many-rows.ts';

/** `GetCallerIdentity` (STS API reference). */
const callerIdentity = (): StandInAnswer => ({
  status: 200,
  type: 'text/xml',
  body: '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::111122223333:assumed-role/ops/ann</Arn><UserId>U</UserId><Account>111122223333</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>',
});

/** Serves the page for a stage, in this process. */
async function serve(stage: Stage) {
  const gateway = await openGateway(0);
  const notes: string[] = [];
  const inspector = createInspector({
    stage,
    view: {
      name: 'production',
      where: '111122223333 ap-southeast-1',
      isHarmless: false,
      readOnly: false,
      command: 'npx smile',
      webhookUrl: undefined,
      everyMs: 1000,
      sources: undefined,
    },
    send: undefined,
    stackOf: () => undefined,
    note: (line) => void notes.push(line),
  });
  gateway.serve({ routes: [inspector.route], elsewhere: jsonAnswer(404, {}) });
  return { url: `${gateway.url}${inspector.path()}`, notes, close: () => gateway.close(100) };
}

describe('the inspector of a stage', { skip }, () => {
  let inspected: Inspected;
  beforeAll(async () => {
    inspected = await startInspected();
    return () => inspected.stop();
  });

  it('is served by smile inspect: lists, opens, asks for the name of the stage, and redrives', async () => {
    const event = buildEvent('INCOMES_ADDED', { id: 'et-of-stage', data: { userId: 'u-stage' } });
    await inspected.receiver.deliver(event);
    await inspected.receiver.rowWhen(event.id, 'DEAD');
    await inspected.fix();
    const answer = await fetch(`${inspected.receiver.run.url}/_local/stack`);
    const { endpoints, outputs } = (await answer.json()) as LocalStack;
    const aws = await startAwsStandIn({
      DescribeStacks: () => stackWith(outputs, 'production'),
      GetCallerIdentity: callerIdentity,
    });
    const environment = {
      AWS_REGION: 'ap-southeast-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL: aws.url,
      AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
      AWS_ENDPOINT_URL_SQS: endpoints.sqs,
      AWS_ENDPOINT_URL_S3: endpoints.s3,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: endpoints.logs,
    };
    const command = ['inspect', '--stage', 'production', '--port', '0'];
    const running = startSmile(command, { environment });
    const url = await soon(() => {
      const [found] = /http:\S+/.exec(running.printed()) ?? [];
      if (!found) throw new Error(running.printed());
      return found;
    }, 60_000);
    const { page, faults } = await look(inspected.browser, url);

    await page.locator('#row-et-of-stage', { hasText: 'dead' }).click();
    await page.getByRole('region', { name: 'Why' }).waitFor();
    const [where, send] = [
      await page.locator('.where').textContent(),
      await page.getByRole('button', { name: 'Edit and send' }).count(),
    ];
    await page.keyboard.press('d');
    await page.getByRole('dialog').waitFor();
    const focused = await page.evaluate<string>('document.activeElement.textContent');
    const ofDialog = await axe(page);
    await page.getByLabel('Type production to continue').fill('production');
    await page.keyboard.press('Enter');
    await page.locator('.result', { hasText: '1 done' }).waitFor();
    running.kill('SIGTERM');
    const { stderr } = await running.ended;
    aws.close();

    expect(where).toBe('111122223333 ap-southeast-1');
    expect(send).toBe(0);
    expect(focused).toBe('Cancel');
    expect(ofDialog).toEqual([]);
    expect(faults).toEqual([]);
    expect(stderr).toMatch(
      /inspector {2}redrive et-of-stage, by arn:aws:sts::111122223333:assumed-role/,
    );
    expect(await inspected.receiver.row(event.id)).toMatchObject({ status: 'DONE' });
  });

  it('says what to do when the sign-in has expired, and which right is missing, and keeps what it has', async () => {
    const local = await localStage(inspected.receiver.run.url);
    let failure: Error | undefined;
    const stage: Stage = {
      ...local,
      isLocal: false,
      allRows: undefined,
      logs: {
        send: async () => {
          if (failure) throw failure;
          return { events: [] };
        },
      } as unknown as CloudWatchLogsClient,
    };
    await writeRows(inspected.receiver.run, [
      { ...appliedRow('et-kept', new Date().toISOString()), status: 'DEAD', open: 'DEAD' },
    ]);
    const served = await serve(stage);
    const { page } = await look(inspected.browser, served.url);
    await page.locator('#row-et-kept').waitFor();

    failure = Object.assign(new Error('expired'), { name: 'ExpiredTokenException' });
    await page.locator('.banner', { hasText: 'aws sso login' }).waitFor();
    const kept = await page.locator('#row-et-kept').count();
    const ofBanner = await axe(page);
    failure = Object.assign(
      new Error(
        'User: arn:aws:iam::1:user/ann is not authorized to perform: logs:FilterLogEvents on resource: x',
      ),
      { name: 'AccessDeniedException' },
    );
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.banner', { hasText: 'logs:FilterLogEvents' }).waitFor();
    const named = await page.locator('.banner').textContent();
    failure = undefined;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.banner').waitFor({ state: 'detached' });
    await served.close();

    expect(kept).toBe(1);
    expect(ofBanner).toEqual([]);
    expect(named).not.toContain('ann');
  });

  it('moves nothing under the pointer while a hundred events a second arrive', async () => {
    const local = await localStage(inspected.receiver.run.url);
    const lines: { eventId: string; timestamp: number; message: string }[] = [];
    const logs = { send: async () => ({ events: lines }) } as unknown as CloudWatchLogsClient;
    const served = await serve({ ...local, isLocal: false, allRows: undefined, logs });
    const add = async (from: number) => {
      const rows = Array.from({ length: 50 }, (_, index) =>
        appliedRow(`et-flood-${from + index}`, new Date().toISOString()),
      );
      await writeRows(inspected.receiver.run, rows);
      const timestamp = Date.now();
      for (const { eventId } of rows) {
        lines.push({
          eventId,
          timestamp,
          message: JSON.stringify({ eventId, outcome: 'APPLIED' }),
        });
      }
    };
    await add(0);
    const { page } = await look(inspected.browser, served.url);
    await page.locator('#row-et-flood-49, #row-et-flood-0').first().waitFor();
    // Near the top, so that nothing but the pointer keeps new rows out.
    await page.locator('.row').nth(8).hover();
    const under = () =>
      page.evaluate<string>(
        "(() => { const row = document.querySelector('.row:hover'); return row.dataset.id + ' ' + row.getBoundingClientRect().top; })()",
      );

    const before = await under();
    const seen = new Set<string>();
    for (let second = 0; second < 10; second++) {
      const begun = Date.now();
      await add(50 + second * 100);
      await add(100 + second * 100);
      seen.add(await under());
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, 1000 - (Date.now() - begun))));
    }
    await page.locator('.pill', { hasText: '100+' }).waitFor();
    seen.add(await under());
    await page.keyboard.press('n');
    await page.locator('#row-et-flood-1040').waitFor();
    await page.mouse.move(2, 2);
    await add(2000);
    await page.locator('#row-et-flood-2049').waitFor();
    const pills = await page.locator('.pill').count();
    await served.close();

    expect(pills).toBe(0);

    expect([...seen]).toEqual([before]);
  });

  it('finds one of ten thousand events by its id, and stays quick', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) =>
      appliedRow(
        `et-many-${String(index).padStart(5, '0')}`,
        new Date(1.7e12 + index).toISOString(),
      ),
    );
    await writeRows(inspected.receiver.run, rows);
    const { inspectorUrl } = inspected.receiver.run;
    const { page } = await look(inspected.browser, inspectorUrl);
    await page.locator('.row').nth(100).waitFor({ timeout: 60_000 });

    await page.getByRole('button', { name: 'Load older' }).click();
    await page.locator('.row').nth(350).waitFor({ state: 'attached' });
    await page.keyboard.press('/');
    const begun = performance.now();
    await page.keyboard.type('et-many-00042');
    await page.locator('#row-et-many-00042').waitFor();
    await page.locator('.row').nth(1).waitFor({ state: 'detached' });
    const took = performance.now() - begun;
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: 'Event et-many-00042' }).waitFor();

    expect(took).toBeLessThan(10_000);
  });
});
