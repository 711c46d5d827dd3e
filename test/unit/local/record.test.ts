import { describe, expect, it } from 'vitest';
import { toRecord } from '../../../local/event-source/record.ts';

describe('the record of a message', () => {
  it('has the shape of a Lambda event', () => {
    const record = toRecord(
      {
        MessageId: 'id',
        ReceiptHandle: 'handle',
        Body: 'body',
        MD5OfBody: 'md5',
        Attributes: { ApproximateReceiveCount: '1', MessageGroupId: 'g' },
        MessageAttributes: {
          text: { DataType: 'String', StringValue: 't' },
          bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([255]) },
        },
      },
      'arn',
    );

    expect(record).toEqual({
      messageId: 'id',
      receiptHandle: 'handle',
      body: 'body',
      attributes: { ApproximateReceiveCount: '1', MessageGroupId: 'g' },
      messageAttributes: {
        text: { dataType: 'String', stringValue: 't', stringListValues: [], binaryListValues: [] },
        bytes: {
          dataType: 'Binary',
          binaryValue: '/w==',
          stringListValues: [],
          binaryListValues: [],
        },
      },
      md5OfBody: 'md5',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn',
      awsRegion: 'ap-southeast-1',
    });
  });
});
