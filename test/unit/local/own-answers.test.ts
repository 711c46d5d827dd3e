import { describe, expect, it } from 'vitest';
import { ownAnswers } from '../../../local/gateway/own-answers.ts';

const denied = (responses: Parameters<typeof ownAnswers>[0]) => {
  const { status, headers, body } = ownAnswers(responses)('ACCESS_DENIED');
  return { status, headers, text: body.toString() };
};

describe("the gateway's own answer", () => {
  it('is that of the type, with what it leaves out as API Gateway has it', () => {
    const answer = denied({
      ACCESS_DENIED: { headers: { 'cache-control': 'no-store' }, body: '{"own":1}' },
      DEFAULT_4XX: { status: 418, headers: {} },
    });

    expect(answer).toEqual({
      status: 403,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      text: '{"own":1}',
    });
  });

  it('is that of its class when the type has none', () => {
    const answers = ownAnswers({ DEFAULT_5XX: { headers: {}, body: '{"own":5}' } });

    expect(answers('FUNCTION_FAILED').body.toString()).toBe('{"own":5}');
    expect(answers('ACCESS_DENIED').body.toString()).toContain('not authorized');
  });

  it("is API Gateway's when the stack says nothing", () => {
    expect(denied({}).text).toContain('not authorized');
  });

  it("is API Gateway's for a body that is too large, whatever the stack says", () => {
    const said = { headers: { 'cache-control': 'no-store' }, body: '{"own":4}' };

    const { status, headers, body } = ownAnswers({ REQUEST_TOO_LARGE: said, DEFAULT_4XX: said })(
      'REQUEST_TOO_LARGE',
    );

    expect({ status, headers, text: body.toString() }).toEqual({
      status: 413,
      headers: { 'content-type': 'application/json' },
      text: '{"message":"Request Too Long"}',
    });
  });
});
