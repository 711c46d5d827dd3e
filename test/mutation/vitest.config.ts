import { defineConfig } from 'vitest/config';

/** The tests of the room that is being mutated. */
export default defineConfig({
  test: { include: process.env.MUTATION_TESTS?.split(' ') ?? [], testTimeout: 20_000 },
});
