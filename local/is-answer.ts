/** Whether an AWS client's error came as an answer: that carries a status, an error of the network none. */
export function isAnswer(error: unknown): boolean {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode !== undefined;
}
