/** Metrics that exist under the same sets of dimensions. */
interface Documented {
  readonly metrics: readonly string[];
  readonly dimensions: readonly string[][];
}

/** AWS's own metrics as its documentation lists them: those that alarms and dashboard use. */
export const DOCUMENTED: Readonly<Record<string, readonly Documented[]>> = {
  // API Gateway Developer Guide, "Amazon API Gateway dimensions and metrics". By resource and method
  // only with detailed metrics, which cost extra.
  'AWS/ApiGateway': [
    {
      metrics: ['4XXError', '5XXError', 'Count', 'IntegrationLatency', 'Latency'],
      dimensions: [['ApiName'], ['ApiName', 'Stage']],
    },
    // The same, "Monitor CloudWatch metrics for HTTP APIs": other names for the same things.
    {
      metrics: ['4xx', '5xx', 'Count', 'IntegrationLatency', 'Latency', 'DataProcessed'],
      dimensions: [['ApiId'], ['ApiId', 'Stage']],
    },
  ],
  // Lambda Developer Guide, "Types of metrics for Lambda functions".
  'AWS/Lambda': [
    {
      metrics: ['Invocations', 'Errors', 'Throttles', 'Duration', 'ConcurrentExecutions'],
      dimensions: [['FunctionName']],
    },
  ],
  // SQS Developer Guide, "Available CloudWatch metrics for Amazon SQS".
  'AWS/SQS': [
    {
      metrics: [
        'ApproximateAgeOfOldestMessage',
        'ApproximateNumberOfMessagesDelayed',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesVisible',
        'NumberOfMessagesSent',
      ],
      dimensions: [['QueueName']],
    },
  ],
};
