import { z } from 'zod';

/** Wider blocks let in far more than one sender. */
const WIDEST_PREFIX = 16;

/** IPv4 only: API Gateway's default endpoint is not reached by IPv6. */
export const addresses = z.array(
  z
    .cidrv4('must be an IPv4 CIDR block, such as 203.0.113.7/32')
    .refine((block) => Number(block.split('/')[1]) >= WIDEST_PREFIX, {
      error: `must be a block of /${WIDEST_PREFIX} or smaller: name the sender's own addresses`,
    })
    .refine(hasNoHostBits, {
      error:
        'must be the first address of its block: write the block, or end a single address in /32',
    }),
  'must be a list of CIDR blocks',
);

/** `10.0.0.5/8` says two things at once; which one was meant is not for us to guess. */
function hasNoHostBits(block: string): boolean {
  const [address = '', prefix] = block.split('/');
  const bits = address.split('.').reduce((value, octet) => value * 256 + Number(octet), 0);
  return bits % 2 ** (32 - Number(prefix)) === 0;
}
