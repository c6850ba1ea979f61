import { afterAll, describe, expect, it } from 'vitest';
import { Failure } from '../../app/domain/failure.ts';
import { modelCard } from '../../app/domain/training/fixtures/model-card.ts';
import type { NetworkDesk } from '../../app/ports/networks.ts';
import type { Task } from '../../app/ports/task.ts';
import { Pool } from './pool.ts';

const facts = { reduction: 2, sha256: '', taught: 30, judge: [], maps: 3 };
const desk: NetworkDesk = {
  networks: { sum: facts, broken: facts, endless: facts },
  card: async (name) => {
    if (name !== 'two') throw new Failure('not-found', `Nothing is named ${name}.`, 'Look.', name);
    return modelCard({ title: 'Zwei Ä' });
  },
  draw: async (name, { data }, out, reduced) => {
    if (name === 'broken') throw new Failure('engine-crashed', 'It broke: ä.', 'Again.');
    if (name === 'endless') await new Promise(() => undefined);
    // each of the three maps is the sum of all pixels and its number
    const sum = data.reduce((a, b) => a + b, 0);
    for (let i = 0; i < out.length; i++) out[i] = sum + Math.floor(i / (out.length / (name === 'two' ? 2 : 3)));
    return reduced;
  },
};
const pool = new Pool(new URL('./fixtures/pool-worker.ts', import.meta.url), 2, desk);
afterAll(() => pool.close());

const toy = <In, Out>(name: string) => ({ name, run: () => undefined as Out }) as Task<In, Out>;
const tagOf = async (running: Promise<unknown>) =>
  running.then(
    () => 'fine',
    (thrown: unknown) => Failure.from(thrown).info.tag,
  );

describe('the worker pool', () => {
  it('runs tasks and hands their arrays over', async () => {
    const double = toy<Float64Array, Float64Array>('double');
    const answers = await Promise.all([1, 2, 3].map((v) => pool.run(double, Float64Array.of(v, 10))));
    expect(answers).toEqual([Float64Array.of(2, 20), Float64Array.of(4, 20), Float64Array.of(6, 20)]);
  });

  it('passes failures on with their tag, and knows no foreign task', async () => {
    await expect(pool.run(toy('fail'), null)).rejects.toMatchObject({
      info: { tag: 'truncated', remedy: 'Copy it again.' },
    });
    expect(await tagOf(pool.run(toy('unknown'), null))).toBe('internal');
  });

  it('tells progress', async () => {
    const heard: [number, string][] = [];
    expect(await pool.run(toy('tell'), null, { onProgress: (f, note) => heard.push([f, note]) })).toBe('told');
    expect(heard).toEqual([[0.5, 'half way']]);
  });

  it.each(['polite', 'deaf'])('stops a %s task, and works on', async (name) => {
    const abort = new AbortController();
    const running = tagOf(pool.run(toy(name), null, { signal: abort.signal }));
    setTimeout(() => abort.abort(), 100);
    expect(await running).toBe('stopped');
    expect(await pool.run(toy('closed'), 'four')).toBe(4);
  });

  it('asks for the maps of a network and waits for them', async () => {
    expect(await pool.run(toy<string, number[]>('maps'), 'sum')).toEqual([2, 1, 21, 21, 22, 22, 23, 23]);
    await expect(pool.run(toy('maps'), 'broken')).rejects.toMatchObject({
      info: { tag: 'engine-crashed', message: 'It broke: ä.', remedy: 'Again.' },
    });
    await expect(pool.run(toy('maps'), 'unheard')).rejects.toMatchObject({
      info: { tag: 'not-found', remedy: expect.stringContaining('sum, broken, endless') },
    });
  });

  it('asks for the card of a model and for probabilities of its classes', async () => {
    expect(await pool.run(toy<string, unknown>('classes'), 'two')).toEqual(['Zwei Ä', 2, 21, 22, true]);
    await expect(pool.run(toy('classes'), 'three')).rejects.toMatchObject({
      info: { tag: 'not-found', subject: 'three', remedy: 'Look.' },
    });
  });

  it('a task that waits for a network can be stopped', async () => {
    const abort = new AbortController();
    const running = tagOf(pool.run(toy('maps'), 'endless', { signal: abort.signal }));
    setTimeout(() => abort.abort(), 100);
    expect(await running).toBe('stopped');
    expect(await pool.run(toy('closed'), 'four')).toBe(4);
  });

  it('takes a stopped task out of the queue', async () => {
    const first = new AbortController();
    const second = new AbortController();
    const running = tagOf(pool.run(toy('polite'), null, { signal: first.signal }));
    const waiting = tagOf(pool.run(toy('polite'), null, { signal: second.signal }));
    second.abort();
    expect(await waiting).toBe('stopped');
    first.abort();
    expect(await running).toBe('stopped');
    expect(await tagOf(pool.run(toy('polite'), null, { signal: AbortSignal.abort() }))).toBe('stopped');
  });

  it('lets a view overtake jobs', async () => {
    const abort = new AbortController();
    const jobs = [1, 2].map(() => tagOf(pool.run(toy('polite'), null, { signal: abort.signal, priority: 'job' })));
    expect(await pool.run(toy('closed'), 'seen', { priority: 'view' })).toBe(4);
    abort.abort();
    expect(await Promise.all(jobs)).toEqual(['stopped', 'stopped']);
  });
});
