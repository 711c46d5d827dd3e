/** What was configured cannot be deployed. The message is one sentence: which key, and what to do. */
export class ConfigurationInvalid extends Error {
  override readonly name = 'ConfigurationInvalid';
  readonly code = 'configuration-invalid';
}
