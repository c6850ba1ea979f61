import { Failure } from '../../app/domain/failure.ts';
import type { ForeignSession } from './foreign-session.ts';
import type { CallName, EngineCalls, Line, Reply, Request } from './messages.ts';
import { openModelFile, packForeign, packModel, unpackModel } from './model-files.ts';
import { ModelSession } from './model-session.ts';
import { probeDevice } from './probe.ts';
import { TrainingSession } from './training-session.ts';

type Between = (done: number) => Promise<void>;
type Handlers = {
  readonly [C in CallName]: (ask: EngineCalls[C]['ask'], between: Between) => Promise<EngineCalls[C]['answer']>;
};

/** What the engine process keeps under numbers. */
class Shelf<T> {
  readonly #kept = new Map<number, T>();
  #count = 0;

  add(thing: T): number {
    this.#kept.set(++this.#count, thing);
    return this.#count;
  }

  get(id: number): T {
    const thing = this.#kept.get(id);
    if (thing === undefined)
      throw new Failure('not-found', 'The engine does not hold this network any more.', 'Start again.');
    return thing;
  }

  take(id: number): T {
    const thing = this.get(id);
    this.#kept.delete(id);
    return thing;
  }
}

function handlers(): Handlers {
  const trainings = new Shelf<TrainingSession>();
  const models = new Shelf<ModelSession | ForeignSession>();
  return {
    'open-training': async (ask) => {
      const session = await TrainingSession.open(ask);
      return { training: trainings.add(session), parameters: session.parameters };
    },
    'training-step': ({ training, batch, rate }) => trainings.get(training).step(batch, rate),
    'training-state': async ({ training }) => trainings.get(training).state(),
    'keep-judged': async ({ training, images }) => {
      trainings.get(training).keepJudged(images);
      return null;
    },
    judge: ({ training, ...ask }, between) => trainings.get(training).judge(ask, between),
    'close-training': async ({ training }) => {
      await trainings.take(training).close();
      return null;
    },
    'open-model': async (ask) => ({ model: models.add(await ModelSession.open(ask)) }),
    'open-file': async ({ file, device }) => {
      const { session, card } = await openModelFile(file, device);
      return { model: models.add(session), card };
    },
    predict: async ({ model, ...image }, between) => {
      const session = models.get(model);
      if (session instanceof ModelSession) return session.answer(image, between);
      return { values: await session.predict(image, between), reduced: false };
    },
    regress: ({ model, crops }) => {
      const session = models.get(model);
      if (session instanceof ModelSession) return session.regress(crops);
      throw new Failure('internal', 'This network gives maps, not numbers.', 'Report this.');
    },
    'close-model': async ({ model }) => {
      await models.take(model).close();
      return null;
    },
    'pack-model': ({ card, ...numbers }) => packModel(card, numbers),
    'pack-foreign': ({ bytes, card, model }) => packForeign(bytes, card, model),
    'unpack-model': ({ bytes, name }) => unpackModel(bytes, name),
    probe: probeDevice,
  };
}

/** Answers requests one after the other: the runtime blocks the thread while it computes. */
export function serve(line: Line): void {
  const handle = handlers();
  let before: Promise<void> = Promise.resolve();
  const answer = async <C extends CallName>({ id, call, ask }: Request<C>): Promise<void> => {
    const say = (reply: Reply) => line.send(reply);
    try {
      const between: Between = async (fraction) => {
        say({ id, kind: 'progress', fraction });
        // lets the message leave before the next tile blocks the thread
        await new Promise((go) => setImmediate(go));
      };
      const handler = handle[call] as Handlers[C];
      say({ id, kind: 'answer', answer: await handler(ask, between) });
    } catch (thrown) {
      say({ id, kind: 'failed', failure: Failure.from(thrown).info });
    }
  };
  line.onMessage((message) => {
    const request = message as Request;
    before = before.then(() => answer(request));
  });
}
