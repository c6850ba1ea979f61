import type { EventName, EventPayload } from '../../app/contract/events.ts';
import type { CallName, CallOutput, CallRequest } from '../../app/contract/list.ts';
import type { AbortSignalLike } from '../../app/ports/task.ts';

/** Answers one call. Throws `Failure` when it can't. */
export type Handler<N extends CallName> = (
  input: CallRequest<N>,
  asked: { readonly signal: AbortSignalLike },
) => Promise<CallOutput<N>> | CallOutput<N>;

export type Handlers = { readonly [N in CallName]: Handler<N> };

/** The handlers of some namespaces, e.g. `HandlersOf<'projects' | 'history'>`. */
export type HandlersOf<Namespace extends string> = {
  readonly [N in Extract<CallName, `${Namespace}.${string}`>]: Handler<N>;
};

/** Tells every listening window. */
export type Emit = <N extends EventName>(event: N, payload: EventPayload<N>) => void;

/** Calls that move labels between the project and files, or from file to file. */
type LabelFileCall =
  | 'labels.guessKey'
  | 'labels.keyOfFile'
  | 'labels.import'
  | 'labels.export'
  | 'labels.frameStats'
  | 'batch.convertLabels'
  | 'batch.labelStats';
export type HandlersOfFiles = Pick<Handlers, LabelFileCall>;
/** The other calls of a namespace. */
export type WithoutFiles<Namespace extends string> = Omit<HandlersOf<Namespace>, LabelFileCall>;
