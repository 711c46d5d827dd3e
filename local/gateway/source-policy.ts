import { BlockList, isIP } from 'node:net';

/** A source in the resource policy is no CIDR block. */
export class SourceUnreadable extends Error {
  override readonly name = 'SourceUnreadable';
  readonly code = 'source-unreadable';
  constructor(source: string) {
    super(
      `Write allowed sources as CIDR blocks, like 192.0.2.0/24 or 2001:db8::/32; "${source}" is none.`,
    );
  }
}

/** Judges addresses as the resource policy's `aws:SourceIp` does. */
export interface SourcePolicy {
  allows(address: string): boolean;
  /** An address that is allowed, for callers that claim none; undefined when nobody is. */
  readonly defaultAddress: string | undefined;
}

/** @throws SourceUnreadable */
export function sourcePolicy(sources: readonly string[]): SourcePolicy {
  const list = new BlockList();
  for (const source of sources) {
    const { address, prefix, family } = parseCidr(source);
    list.addSubnet(address, prefix, family);
  }
  return {
    allows: (address) => list.check(address, familyOf(address)),
    defaultAddress: sources[0]?.split('/')[0],
  };
}

function parseCidr(source: string) {
  const [address = '', length, ...rest] = source.split('/');
  const family = familyOf(address);
  const bits = family === 'ipv4' ? 32 : 128;
  const prefix = Number(length ?? bits);
  const valid =
    isIP(address) !== 0 && rest.length === 0 && length !== '' && Number.isInteger(prefix);
  if (!valid || prefix < 0 || prefix > bits) throw new SourceUnreadable(source);
  return { address, prefix, family } as const;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
