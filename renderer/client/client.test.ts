import { describe, expect, it } from 'vitest';
import { Failure } from '../../app/domain/failure.ts';
import { fakeServices } from './fake.ts';

const never = () => new Promise<never>(() => undefined);

describe('client', () => {
  it('pairs answers with asks although they come out of order', async () => {
    const gates: (() => void)[] = [];
    const { client } = fakeServices({
      'images.metadata': async ({ id }) => {
        await new Promise<void>((go) => gates.push(go));
        return { metadata: id };
      },
    });
    const first = client.ask('images.metadata', { id: 1 });
    const second = client.ask('images.metadata', { id: 2 });
    gates[1]();
    expect((await second).metadata).toBe(2);
    gates[0]();
    expect((await first).metadata).toBe(1);
  });

  it('turns a failure message into a Failure with its remedy', async () => {
    const { client } = fakeServices({
      'projects.open': () => {
        throw new Failure('project-locked', 'cube.morpho is open elsewhere.', 'Close it there.', 'cube.morpho');
      },
    });
    const failure = await client.ask('projects.open', { path: '/x' }).catch((f: unknown) => f);
    expect(failure).toBeInstanceOf(Failure);
    expect((failure as Failure).info).toEqual({
      tag: 'project-locked',
      message: 'cube.morpho is open elsewhere.',
      remedy: 'Close it there.',
      subject: 'cube.morpho',
    });
  });

  it('sends a stop and rejects at once when the signal fires', async () => {
    const services = fakeServices({ 'images.list': never });
    const abort = new AbortController();
    const asking = services.client.ask('images.list', {}, { signal: abort.signal });
    abort.abort();
    await expect(asking).rejects.toMatchObject({ info: { tag: 'stopped' } });
    expect(services.stopped).toEqual([1]);
  });

  it('asks nothing for a signal that fired before', async () => {
    const services = fakeServices({});
    const asking = services.client.ask('images.list', {}, { signal: AbortSignal.abort() });
    await expect(asking).rejects.toMatchObject({ info: { tag: 'stopped' } });
    expect(services.asked).toEqual([]);
  });

  it('does not send a stop for an ask that was answered', async () => {
    const services = fakeServices({ 'images.list': () => ({ images: [] }) });
    const abort = new AbortController();
    await services.client.ask('images.list', {}, { signal: abort.signal });
    abort.abort();
    expect(services.stopped).toEqual([]);
  });

  it('hears sound events, drops unknown and malformed ones, and stops hearing', () => {
    const services = fakeServices({});
    const heard: unknown[] = [];
    const quit = services.client.on('history.changed', (payload) => heard.push(payload));
    services.emit('history.changed', { undo: 'Rename image', redo: null });
    services.say({ kind: 'event', event: 'history.changed', payload: { undo: 7 } });
    services.say({ kind: 'event', event: 'toString', payload: {} });
    quit();
    services.emit('history.changed', { undo: null, redo: null });
    expect(heard).toEqual([{ undo: 'Rename image', redo: null }]);
  });

  it('fails everything under way when the connection breaks', async () => {
    const { client } = fakeServices({ 'images.list': never, 'samples.list': never });
    const both = Promise.allSettled([client.ask('images.list', {}), client.ask('samples.list', {})]);
    client.failAll(new Failure('disconnected', 'Lost.', 'Wait.'));
    expect((await both).map((r) => r.status)).toEqual(['rejected', 'rejected']);
  });
});
