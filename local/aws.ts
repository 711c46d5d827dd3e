/** Smile is in Singapore, and so is the stack. */
export const REGION = 'ap-southeast-1';

/** The account of every local emulator. */
export const ACCOUNT = '000000000000';

/** Emulators want credentials and do not check them. Never real ones: nothing here may reach AWS. */
export const DUMMY_CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };
