import { open, stat } from 'node:fs/promises';
import { ConformanceMisused } from './conformance-misused.ts';
import type { Logs } from './target.ts';

/** The log of a receiver that writes it to a file. Throws {@link ConformanceMisused} if there is none. */
export async function logFile(path: string): Promise<Logs> {
  const size = async () => {
    const { size: bytes } = await stat(path).catch(() => {
      throw new ConformanceMisused(`--logs ${path} cannot be read.`);
    });
    return bytes;
  };
  await size();
  return {
    mark: size,
    async since(mark) {
      const file = await open(path);
      try {
        const bytes = await file.readFile();
        return bytes.subarray(mark).toString();
      } finally {
        await file.close();
      }
    },
  };
}
