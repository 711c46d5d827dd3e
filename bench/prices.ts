import { readFile } from 'node:fs/promises';

/** Dollars for one. */
export interface Prices {
  readonly queueRequest: number;
  readonly busEvent: number;
  readonly bucketPut: number;
  readonly bucketGet: number;
  readonly secretCall: number;
  readonly readUnit: number;
  readonly writeUnit: number;
}

/** Names of the rows in the table of `docs/costs.md`, all per million. */
const ROWS: Readonly<Record<keyof Prices, string>> = {
  queueRequest: 'SQS FIFO, request up to 64 KB',
  busEvent: 'EventBridge, custom event',
  bucketPut: 'S3, PUT',
  bucketGet: 'S3, GET',
  secretCall: 'Secrets Manager, call',
  readUnit: 'DynamoDB on demand, read unit',
  writeUnit: 'DynamoDB on demand, write unit',
};

/** The prices that `docs/costs.md` gives; throws when a row is not there. */
export async function readPrices(): Promise<Prices> {
  const text = await readFile(new URL('../docs/costs.md', import.meta.url), 'utf8');
  const rows = text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const entries = Object.entries(ROWS).map(([price, name]) => {
    const dollars = rows.find(([, first]) => first === name)?.[2];
    if (!dollars?.includes('per million'))
      throw new Error(`docs/costs.md has no price of ${name}.`);
    return [price, Number.parseFloat(dollars) / 1_000_000] as const;
  });
  return Object.fromEntries<number>(entries) as Record<keyof Prices, number>;
}
