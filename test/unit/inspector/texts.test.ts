import { describe, expect, it } from 'vitest';
import type { Detail, StageView } from '../../../inspector/contract.ts';
import { indented } from '../../../inspector/page/indented.ts';
import { ticketOf } from '../../../inspector/page/ticket.ts';
import { eventsCommand } from '../../../inspector/page/words.ts';

const STAGE = {
  name: 'production',
  where: 'ap-southeast-1',
  command: 'npx smile',
  option: ' --stage production',
} as StageView;

const DETAIL: Detail = {
  row: {
    id: 'et-1',
    type: 'INCOMES_ADDED',
    user: 'u-1',
    account: undefined,
    origin: 'webhook',
    receivedAt: '2026-11-30T10:00:00.000Z',
    status: 'DEAD',
    word: 'dead',
    sign: '✗',
    why: '',
    attempts: 5,
    againAt: undefined,
  },
  createdAt: '2026-11-30T09:59:58Z',
  completedAt: '2026-11-30T10:01:00.000Z',
  steps: [
    { at: '2026-11-30T11:00:00.000Z', what: 'redrive', detail: 'by arn:aws:iam::1:user/ann' },
  ],
  failure: {
    errorClass: 'TypeError',
    code: undefined,
    message: 'no income for Maria',
    at: 'smile-handlers.ts:41:18 refetch',
    frames: ['at refetch'],
    others: 3,
  },
  stale: undefined,
  changes: [],
  announced: undefined,
  bodyBytes: 10,
  masked: '{"name":"Maria"}',
  isDeployedSince: undefined,
};

describe('a text for a ticket', () => {
  it('holds ids, codes and times, and neither messages nor bodies nor people', () => {
    const text = ticketOf(DETAIL, STAGE);

    expect(text).toContain('error: TypeError smile-handlers.ts:41:18 refetch');
    expect(text).toContain('look: npx smile event et-1 --stage production');
    expect(text).toContain('redrive: 2026-11-30T11:00:00.000Z');
    expect(text).not.toMatch(/Maria|ann|undefined/);
  });
});

describe('a list as a command', () => {
  it('has the filters of the address, and the stage', () => {
    const filters = new URLSearchParams("status=dead&user=o'neil&since=2h&utc=1");

    expect(eventsCommand('npx smile', STAGE.option, filters)).toBe(
      String.raw`npx smile events --user 'o'\''neil' --status dead --since 2h --stage production`,
    );
  });
});

describe('JSON with line breaks', () => {
  it.for(['{"a":{},"b":[1,2,{"c":"x:,{}\\"y"}],"e":[],"f":null}', '[]', '"text"', '{"a":"\\\\"}'])(
    'says the same: %s',
    (text) => {
      expect(JSON.parse(indented(text))).toEqual(JSON.parse(text));
    },
  );

  it('keeps a number that JavaScript cannot hold, and shows what is no JSON', () => {
    expect(indented('{"userId":12345678901234567890}')).toContain('12345678901234567890');
    expect(indented('{"name":"Mar')).toBe('{\n  "name": "Mar');
  });
});
