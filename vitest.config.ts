import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{app,main,renderer,native-models}/**/*.test.{ts,tsx}'],
    setupFiles: ['vitest.setup.ts'],
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
