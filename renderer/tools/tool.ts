import type { Distance, Place } from '../state/annotations.ts';
import type { RowsChange } from '../state/selection.ts';
import type { Region } from '../state/stage.ts';

/** What a pointer did over the image. */
export interface PointerInput {
  readonly kind: 'down' | 'move' | 'up' | 'leave' | 'cancel' | 'double';
  /** Image px; may lie outside the image. */
  readonly at: Place;
  /** CSS px moved since the last input. */
  readonly dx: number;
  readonly dy: number;
  readonly shift: boolean;
  /** Ctrl, or Cmd on a Mac. */
  readonly mod: boolean;
  readonly alt: boolean;
  /** Image px that a finger's breadth (6 CSS px) covers now: how near is near enough. */
  readonly reach: number;
}

/** What a tool may look at. */
export interface ToolScene {
  readonly width: number;
  readonly height: number;
  readonly distances: readonly Distance[];
  /** The bar being calibrated, or null. */
  readonly bar: Bar | null;
  /** The square of the power spectrum, or null. */
  readonly region: Region | null;
  /** There are particles to choose. */
  readonly hasParticles: boolean;
  /** Instance id under an image position; 0 = none. */
  readonly idAt: (at: Place) => number;
}

/** A horizontal scale bar: left end, middle line, length, px. */
export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly length: number;
}

/** What a tool wants done. */
export type Effect =
  | { readonly kind: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly kind: 'hover'; readonly id: number }
  | { readonly kind: 'select'; readonly ids: readonly number[]; readonly change: RowsChange }
  /** All particles whose centre lies inside the polygon. */
  | { readonly kind: 'select inside'; readonly polygon: readonly Place[]; readonly change: RowsChange }
  | { readonly kind: 'centre'; readonly at: Place; readonly id: number }
  | { readonly kind: 'distances'; readonly list: readonly Distance[]; readonly chosen: number | null }
  | { readonly kind: 'find bar'; readonly at: Place }
  | { readonly kind: 'bar'; readonly bar: Bar }
  | { readonly kind: 'region'; readonly region: Region }
  /** The ring of the spacing at a place of a power spectrum. */
  | { readonly kind: 'ring'; readonly at: Place };

/** What is being drawn and not yet done. */
export type Sketch =
  | { readonly kind: 'line'; readonly a: Place; readonly b: Place }
  | { readonly kind: 'polygon'; readonly points: readonly Place[] };

export interface ToolStep<S> {
  readonly state: S;
  readonly effects: readonly Effect[];
}

export interface Tool<S> {
  readonly id: string;
  readonly title: string;
  /** What it does and how, in one sentence, for its tooltip. */
  readonly help: string;
  readonly shortcut: string;
  readonly initial: S;
  readonly on: (state: S, input: PointerInput, scene: ToolScene) => ToolStep<S>;
  readonly sketch: (state: S) => Sketch | null;
  /** CSS cursor; `at` is where the pointer is. */
  readonly cursor: (state: S, scene: ToolScene, at: Place | null, reach: number) => string;
}

/** A tool whose state only it knows. */
export interface AnyTool extends Omit<Tool<never>, 'initial' | 'on' | 'sketch' | 'cursor'> {
  /** The machine at rest. */
  start(): ToolMachine;
}

/** A tool at work. */
export interface ToolMachine {
  on(input: PointerInput, scene: ToolScene): readonly Effect[];
  sketch(): Sketch | null;
  cursor(scene: ToolScene, at: Place | null, reach: number): string;
}

/** Closes a tool over its state, so that tools of different states stand in one list. */
export function tool<S>(definition: Tool<S>): AnyTool {
  const { id, title, help, shortcut } = definition;
  return {
    id,
    title,
    help,
    shortcut,
    start: () => {
      let state = definition.initial;
      return {
        on: (input, scene) => {
          const step = definition.on(state, input, scene);
          state = step.state;
          return step.effects;
        },
        sketch: () => definition.sketch(state),
        cursor: (scene, at, reach) => definition.cursor(state, scene, at, reach),
      };
    },
  };
}

export const nothing: readonly Effect[] = [];
