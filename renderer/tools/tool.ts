import type { Distance, Place } from '../state/annotations.ts';
import type { RowsChange } from '../state/selection.ts';
import type { Region } from '../state/stage.ts';
import type { LabelDeed } from './label/deed.ts';
import type { LabelScene } from './label/label-scene.ts';

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
  /** How hard a pen presses, 0..1; 1 for whatever does not tell. */
  readonly pressure: number;
  /** A pen's other end, or its barrel button. */
  readonly erase: boolean;
  /** Where the pointer was since the last input and how hard it pressed, `at` last: more than the browser's frames show. */
  readonly trail: readonly Pressed[];
}

/** A place that a pointer went over, image px. */
export interface Pressed extends Place {
  readonly pressure: number;
}

/** What the keyboard or the wheel says to the tool in hand: end the shape, take the last point back, turn by notches. */
export type ToolKey =
  | { readonly kind: 'finish' }
  | { readonly kind: 'back' }
  | { readonly kind: 'turn'; readonly notches: number };

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
  /** The labels that are worked on, or null. */
  readonly labels: LabelScene | null;
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
  | { readonly kind: 'ring'; readonly at: Place }
  | { readonly kind: 'labels'; readonly deed: LabelDeed };

/** What is being drawn and not yet done. */
export type Sketch =
  | { readonly kind: 'line'; readonly a: Place; readonly b: Place }
  | { readonly kind: 'polygon'; readonly points: readonly Place[] }
  | { readonly kind: 'ellipse'; readonly a: Place; readonly b: Place }
  /** An open path: `set` stays, `loose` goes on to the pointer. */
  | {
      readonly kind: 'path';
      readonly set: readonly Place[];
      readonly loose: readonly Place[];
      readonly handles: readonly Place[];
    };

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
  /** Takes a key or the wheel; null = it means nothing to the tool now. */
  readonly key?: (state: S, key: ToolKey, scene: ToolScene) => ToolStep<S> | null;
  /** A click is all it takes: Enter clicks instead of pressing and letting go. */
  readonly clicks?: boolean;
  /** It paints while it is dragged: nothing else may take the time of its pixels. */
  readonly strokes?: boolean;
  /** Something is half done: Escape takes it back before it does anything else. */
  readonly busy?: (state: S) => boolean;
  readonly sketch: (state: S) => Sketch | null;
  /** CSS cursor; `at` is where the pointer is. */
  readonly cursor: (state: S, scene: ToolScene, at: Place | null, reach: number) => string;
}

/** A tool whose state only it knows. */
export interface AnyTool extends Omit<Tool<never>, 'initial' | 'on' | 'key' | 'busy' | 'sketch' | 'cursor'> {
  /** The machine at rest. */
  start(): ToolMachine;
}

/** A tool at work. */
export interface ToolMachine {
  on(input: PointerInput, scene: ToolScene): readonly Effect[];
  /** Null when the key means nothing to the tool now. */
  key(key: ToolKey, scene: ToolScene): readonly Effect[] | null;
  busy(): boolean;
  sketch(): Sketch | null;
  cursor(scene: ToolScene, at: Place | null, reach: number): string;
}

/** Closes a tool over its state, so that tools of different states stand in one list. */
export function tool<S>(definition: Tool<S>): AnyTool {
  const { id, title, help, shortcut, clicks = false, strokes = false } = definition;
  return {
    id,
    title,
    help,
    shortcut,
    clicks,
    strokes,
    start: () => {
      let state = definition.initial;
      return {
        on: (input, scene) => {
          const step = definition.on(state, input, scene);
          state = step.state;
          return step.effects;
        },
        key: (key, scene) => {
          const step = definition.key?.(state, key, scene) ?? null;
          if (step === null) return null;
          state = step.state;
          return step.effects;
        },
        busy: () => definition.busy?.(state) ?? false,
        sketch: () => definition.sketch(state),
        cursor: (scene, at, reach) => definition.cursor(state, scene, at, reach),
      };
    },
  };
}

export const nothing: readonly Effect[] = [];
