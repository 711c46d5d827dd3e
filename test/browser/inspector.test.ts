import { beforeAll, describe, expect, it } from 'vitest';
import { buildEvent } from '../../testing/builders/build-event.ts';
import { eventually } from '../integration/eventually.ts';
import { skip } from './chromium.ts';
import { axe, expectNoOverflow, type Inspected, look, startInspected } from './inspected.ts';

/** Nobody's name: a body holds it, and nothing else may. */
const CANARY = 'Canary Person 4711';

describe('the inspector of a local run', { skip }, () => {
  let inspected: Inspected;
  beforeAll(async () => {
    inspected = await startInspected();
    return () => inspected.stop();
  });
  const open = async (path = '', ...how: [] | [Parameters<typeof look>[2]]) => {
    const { inspectorUrl } = inspected.receiver.run;
    const { origin, hash } = new URL(inspectorUrl);
    return await look(inspected.browser, `${origin}${path || '/'}${hash}`, ...how);
  };
  const deliver = async (...of: Parameters<typeof buildEvent>) => {
    const event = buildEvent(...of);
    await inspected.receiver.deliver(event);
    return event;
  };

  it('teaches what to do while it is empty, and shows the event that its button sends', async () => {
    const { page, faults } = await open();

    await page.getByText('Waiting for the first event').waitFor();
    const command = await page.locator('.command code').textContent();
    const axeOfEmpty = await axe(page);
    await page.getByRole('button', { name: 'Send an invented event' }).click();
    await page.locator('.event-head .word', { hasText: 'applied' }).waitFor();

    expect(command).toMatch(/ trigger ACCOUNT_CONNECTED --user u-1$/);
    expect(axeOfEmpty).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('narrows the list by what the address says, and the address by what is typed', async () => {
    await deliver('USER_CREATED', { id: 'et-filtered', data: { userId: 'u-filtered' } });
    await inspected.receiver.rowWhen('et-filtered', 'DONE');
    const { page } = await open('/?type=USER_CREATED');
    await page.locator('.row').first().waitFor();

    const types = await page.locator('.row .type').allTextContents();
    await page.keyboard.press('/');
    await page.keyboard.type('u-filtered');
    await page.waitForURL(/q=u-filtered/);
    await page.locator('.row').nth(1).waitFor({ state: 'detached' });
    await page.locator('#row-et-filtered').waitFor();
    await page.locator('select[aria-label=Origin]').selectOption('widget');
    await page.getByText('Nothing matches').waitFor();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await page.locator('#row-et-filtered').waitFor();

    expect(new Set(types)).toEqual(new Set(['USER_CREATED']));
    expect(new URL(page.url()).search).toBe('');
  });

  it('follows an event that is open to its end', async () => {
    const { page, faults } = await open();
    const event = await deliver('TASK_STARTED', { id: 'et-slow', data: { userId: 'u-slow' } });

    await page.locator(`#row-${event.id}`).click();
    await page.locator('.event-head .word', { hasText: 'started' }).waitFor();
    await page.locator('.event-head .word', { hasText: 'applied' }).waitFor();
    await page.locator(`#row-${event.id}`, { hasText: 'applied' }).waitFor();
    await page.goBack();
    await page.locator('.detail').waitFor({ state: 'detached' });

    expect(new URL(page.url()).pathname).toBe('/');
    expect(faults).toEqual([]);
  });

  it('says of a stale event which one is newer, and leads there', async () => {
    const data = { userId: 'u-late', accountId: 'a-late' };
    await deliver('ACCOUNT_CONNECTED', { id: 'et-newer', data, createdAt: '2026-11-30T10:00:05Z' });
    await inspected.receiver.rowWhen('et-newer', 'DONE');
    await deliver('ACCOUNT_CREATED', { id: 'et-older', data, createdAt: '2026-11-30T10:00:02Z' });
    await inspected.receiver.rowWhen('et-older', 'DONE');
    const { page } = await open('/?outcome=stale');

    const row = await page.locator('#row-et-older').textContent();
    await page.locator('#row-et-older').click();
    const why = page.getByRole('region', { name: 'Why stale' });
    const text = await why.textContent();
    await why.getByRole('link', { name: 'et-newer' }).click();
    await page.getByRole('article', { name: 'Event et-newer' }).waitFor();
    const state = await page.getByRole('region', { name: 'State before and after' }).textContent();

    expect(row).toContain('older than ACCOUNT_CONNECTED by 3 s');
    expect(text).toContain('3 s later');
    expect(state).toContain('ACCOUNT#a-late/status');
    expect(state).toContain('CONNECTED');
  });

  it('leads a dead event to its line, brings it back after the fix, and replays it, by keys alone', async () => {
    const event = await deliver('INCOMES_ADDED', { id: 'et-dead', data: { userId: 'u-dead' } });
    await inspected.receiver.rowWhen(event.id, 'DEAD');
    const { page, faults } = await open('/?status=dead');
    await page.locator('#row-et-dead').waitFor();

    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const why = await page.getByRole('region', { name: 'Why' }).textContent();
    await page.keyboard.press('d');
    await page.getByText('1 not done').waitFor();
    await inspected.fix();
    await page.keyboard.press('d');
    await page.locator('.result', { hasText: '1 done' }).waitFor();
    await page.locator('.event-head .word', { hasText: 'applied' }).waitFor();
    const story = await page.getByRole('region', { name: 'What happened' }).textContent();
    await page.keyboard.press('r');
    await page.getByRole('button', { name: 'see the replay' }).waitFor();
    await page.locator('.result', { hasText: '1 done' }).waitFor();

    expect(why).toMatch(/TypeError.*reading 'amount'.*smile-handlers\.ts:11:16/);
    expect(story).toContain('by local');
    expect(inspected.receiver.lines.join('\n')).toMatch(/inspector {2}redrive et-dead, by local/);
    expect(faults).toEqual([]);
  });

  it('sends an edited event as a new one, and says where it is wrong', async () => {
    await deliver('USER_CREATED', { id: 'et-edited', data: { userId: 'u-edited' } });
    await inspected.receiver.rowWhen('et-edited', 'DONE');
    const { page } = await open('/e/et-edited');
    await page.getByRole('heading', { name: 'USER_CREATED' }).waitFor();

    await page.keyboard.press('e');
    const field = page.getByRole('textbox', { name: 'The event as JSON' });
    await eventually(async () => (await field.inputValue()).includes('u-edited'));
    await field.fill('{"type":"USER_CREATED","data":{}}');
    await field.press('Control+Enter');
    const trouble = await page.getByRole('alert').filter({ hasText: /./ }).textContent();
    await field.fill('{"type":"USER_CREATED","data":{"userId":"u-again"}}');
    await field.press('Control+Enter');
    await page.locator('.about', { hasText: 'u-again' }).waitFor();
    await page.locator('.event-head .word', { hasText: 'applied' }).waitFor();

    expect(trouble).toContain('data.userId');
    expect(page.url()).toMatch(/\/e\/et-[0-9a-f]{32}$/);
  });

  it('has a body nowhere before it is asked for, and hides it again', async () => {
    const data = { userId: 'u-body', login: CANARY };
    await deliver('ACCOUNT_CONNECTED', { id: 'et-body', data });
    await inspected.receiver.rowWhen('et-body', 'DONE');
    const { page, answers } = await open('/?q=et-body');
    await page.clock.install();
    await page.locator('#row-et-body').click();
    await page.getByRole('region', { name: 'Body' }).waitFor();
    const shown = () => page.getByText(CANARY).count();

    const masked = await page.locator('pre.code').textContent();
    const before = [await shown(), answers.filter((answer) => answer.includes(CANARY)).length];
    await page.keyboard.press('b');
    await page.getByText(CANARY).waitFor();
    await page.clock.runFor(61_000);
    const afterAMinute = await shown();
    await page.keyboard.press('b');
    await page.getByText(CANARY).waitFor();
    await page.evaluate(
      "Object.defineProperty(document, 'hidden', { value: true }); document.dispatchEvent(new Event('visibilitychange'))",
    );
    await page.getByText(CANARY).waitFor({ state: 'detached' });
    const kept = await page.evaluate<string>(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }])',
    );

    expect(masked).toContain('u-body');
    expect(masked).toContain('••••••');
    expect(before).toEqual([0, 0]);
    expect(afterAMinute).toBe(0);
    expect(kept).not.toContain(CANARY);
    expect(inspected.receiver.lines.join('\n')).toContain(
      'inspector  body of et-body shown, by local',
    );
    expect(inspected.receiver.lines.join('\n')).not.toContain(CANARY);
  });

  it.for([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
    [320, 'light'],
  ] as const)('passes axe and fits at %i px, %s', async ([width, theme]) => {
    const id = `et-axe-${width}-${theme}`;
    await deliver('INVITE_LINKED', { id });
    await inspected.receiver.rowWhen(id, 'DONE');
    const { page, faults } = await open('/', { width, theme });
    await page.locator('.row').first().waitFor();

    const ofList = await axe(page);
    await expectNoOverflow(page);
    await page.locator(`#row-${id}`).click();
    await page.getByRole('region', { name: 'What happened' }).waitFor();
    const ofEvent = await axe(page);
    await expectNoOverflow(page);
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    const ofHelp = await axe(page);
    await expectNoOverflow(page);

    expect(ofList).toEqual([]);
    expect(ofEvent).toEqual([]);
    expect(ofHelp).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('asks for the token of its run', async () => {
    const { page } = await look(inspected.browser, `${inspected.receiver.run.url}/`);

    const heading = await page.getByRole('heading').textContent();
    const answer = await fetch(`${inspected.receiver.run.url}/_inspector/events`);

    expect(heading).toContain('token');
    expect(answer.status).toBe(401);
  });
});
