/** The construct, its stack, and what both are told. */
export { BundleFailed } from './bundle/bundle-all.ts';
export type { Configuration, StageConfiguration } from './configuration.ts';
export { ConfigurationInvalid } from './configuration/configuration-invalid.ts';
export { SmileReceiver, type SmileReceiverProps } from './smile-receiver.ts';
export { SmileReceiverStack, type SmileReceiverStackProps } from './smile-receiver-stack.ts';
