interface Message {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly MessageAttributes?: { readonly eventId?: { readonly StringValue: string } };
}

/** The messages that an answer hands out: none unless it is one to a poll. */
export function received(target: string, output: Buffer) {
  if (!target.endsWith('.ReceiveMessage') || output.length < 20) return [];
  const { Messages = [] } = JSON.parse(output.toString()) as { Messages?: Message[] };
  return Messages.map(({ MessageId, ReceiptHandle, MessageAttributes }) => ({
    MessageId,
    ReceiptHandle,
    eventId: MessageAttributes?.eventId?.StringValue ?? '',
  }));
}
