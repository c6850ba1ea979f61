import { describe, expect, it } from 'vitest';
import { Failure } from '../../app/domain/failure.ts';
import type { JobInfo } from '../../app/domain/job.ts';
import { Board } from './board.ts';

function board(atOnce = 1) {
  const told: JobInfo[] = [];
  return { told, board: new Board((job) => told.push(job), atOnce) };
}

describe('the job board', () => {
  it('runs jobs one after the other and tells their states in order', async () => {
    const { told, board: jobs } = board();
    const order: string[] = [];
    const first = jobs.start('a', 'First', async () => {
      await Promise.resolve();
      order.push('first');
      return { made: 1 };
    });
    const second = jobs.start('b', 'Second', async () => {
      order.push('second');
      return {};
    });
    expect((await jobs.finished(second.id)).state).toBe('done');
    expect(order).toEqual(['first', 'second']);
    expect(told.filter((j) => j.id === first.id).map((j) => j.state)).toEqual(['queued', 'running', 'done']);
    expect((await jobs.finished(first.id)).result).toEqual({ made: 1 });
  });

  it('turns a failure into the job’s own, and anything else into an internal one', async () => {
    const { board: jobs } = board(2);
    const bad = jobs.start('a', 'Bad', () =>
      Promise.reject(new Failure('truncated', 'x.dm3 is cut.', 'Copy it again.')),
    );
    expect((await jobs.finished(bad.id)).failure).toMatchObject({ tag: 'truncated', remedy: 'Copy it again.' });
    const silence = console.error;
    console.error = () => undefined;
    const worse = jobs.start('a', 'Worse', () => Promise.reject(new TypeError('oops')));
    expect((await jobs.finished(worse.id)).failure?.tag).toBe('internal');
    console.error = silence;
  });

  it('stops a running job through its signal, a queued one at once', async () => {
    const { board: jobs } = board();
    const running = jobs.start('a', 'Running', ({ signal }) => {
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve({ kept: 3 })));
    });
    const queued = jobs.start('a', 'Queued', async () => ({}));
    await Promise.resolve();
    jobs.stop(queued.id);
    jobs.stop(running.id);
    expect((await jobs.finished(queued.id)).state).toBe('stopped');
    const ended = await jobs.finished(running.id);
    expect(ended.state).toBe('stopped');
    expect(ended.result).toEqual({ kept: 3 });
  });

  it('says how long is left once it can', async () => {
    const { told, board: jobs } = board();
    const now = performance.now.bind(performance);
    let shift = 0;
    performance.now = () => now() + shift;
    const job = jobs.start('a', 'Slow', async ({ progress }) => {
      shift = 10_000;
      progress(0.5, 'half');
      return {};
    });
    await jobs.finished(job.id);
    performance.now = now;
    const half = told.find((j) => j.note === 'half');
    expect(half?.secondsLeft).toBeGreaterThan(9);
    expect(half?.secondsLeft).toBeLessThan(11);
  });

  it('forgets ended jobs on request, and refuses unknown ones', async () => {
    const { board: jobs } = board();
    const { id } = jobs.start('a', 'A', async () => ({}));
    await jobs.finished(id);
    jobs.clear();
    expect(jobs.list()).toEqual([]);
    expect(() => jobs.stop(id)).toThrow(Failure);
  });
});
