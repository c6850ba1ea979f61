import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeServices } from '../../client/fake.ts';
import { setClient } from '../../client/session.ts';
import { appliesModel } from './apply.ts';
import {
  chooseModel,
  clearModels,
  compareModel,
  fileNameOf,
  importModel,
  loadModels,
  modelsStore,
  shownModel,
} from './models.ts';
import { modelOf } from './testing.ts';

const now = () => modelsStore.getState();

beforeEach(clearModels);
afterEach(() => setClient(null));

describe('which model is shown', () => {
  it('is the chosen one, else the newest of the project', () => {
    const models = [
      modelOf('old', { card: { created: '2026-11-01T00:00:00.000Z' } }),
      modelOf('new', { card: { created: '2026-11-20T00:00:00.000Z' } }),
      modelOf('generalist', { origin: 'shipped', card: { created: '2026-11-28T00:00:00.000Z' } }),
    ];
    modelsStore.setState({ models });
    expect(shownModel(now())?.id).toBe('new');
    chooseModel('generalist');
    expect(shownModel(now())?.id).toBe('generalist');
  });

  it('is never compared with itself', () => {
    compareModel('b');
    chooseModel('b');
    expect([now().chosenId, now().otherId]).toEqual(['b', null]);
  });

  it('is let go when it is gone', async () => {
    const services = fakeServices({
      'models.list': () => ({ models: [modelOf('a')] }),
      'models.evaluations': () => ({ evaluations: [] }),
      'models.import': ({ path }) => modelOf(path === 'a.onnx' ? 'a' : 'other'),
    });
    setClient(services.client);
    chooseModel('gone');
    await loadModels();
    expect(now().chosenId).toBeNull();
    await importModel('a.onnx');
    expect(now().chosenId).toBe('a');
  });
});

describe('names of files', () => {
  it('hold letters, digits and dashes only', () => {
    expect(fileNameOf('Prisms, 0.2 mL: overlap')).toBe('prisms-0-2-ml-overlap');
    expect(fileNameOf('Würfel ⧉')).toBe('wurfel');
    expect(fileNameOf('…')).toBe('model');
  });
});

describe('whether a run applied a model', () => {
  it('is told by its id or by the hash of its file', () => {
    const model = modelOf('mine', { card: { sha256: 'cd'.repeat(32) } });
    const run = (name: string) => ({
      recipe: {
        id: 'r',
        title: '',
        help: '',
        steps: [{ step: 'network-classes', enabled: true, params: { model: name } }],
      },
    });
    expect(appliesModel(run('mine'), model)).toBe(true);
    expect(appliesModel(run(`sha256:${'cd'.repeat(32)}`), model)).toBe(true);
    expect(appliesModel(run('other'), model)).toBe(false);
  });
});
