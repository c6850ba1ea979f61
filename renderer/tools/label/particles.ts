import type { Place } from '../../state/annotations.ts';
import { apart, boxOf } from '../geometry.ts';
import { type Effect, nothing, type PointerInput, type ToolScene, type ToolStep, tool } from '../tool.ts';
import type { LabelDeed } from './deed.ts';

// Tools for whole particles: choose, cut, join, take from the prediction.

const act = (deed: LabelDeed): readonly Effect[] => [{ kind: 'labels', deed }];

type Choosing =
  | { readonly kind: 'resting' }
  | { readonly kind: 'pressed'; readonly from: Place }
  | { readonly kind: 'framing'; readonly from: Place; readonly to: Place };

const changeOf = (input: PointerInput) => (input.mod ? 'toggle' : input.shift ? 'add' : 'replace');

/** The particle that a click means: the topmost; another click on the chosen one goes on to what it covers. */
function clicked(at: Place, scene: ToolScene): number | null {
  const ids = scene.labels?.particlesAt(at) ?? [];
  if (ids.length === 0) return null;
  const active = scene.labels?.selected.at(-1);
  const stands = active === undefined ? -1 : ids.indexOf(active);
  return ids[(stands + 1) % ids.length];
}

function choose(state: Choosing, input: PointerInput, scene: ToolScene): ToolStep<Choosing> {
  const rest: Choosing = { kind: 'resting' };
  if (scene.labels === null) return { state: rest, effects: nothing };
  const { at } = input;
  switch (input.kind) {
    case 'down':
      return { state: { kind: 'pressed', from: at }, effects: nothing };
    case 'move':
      if (state.kind === 'resting') {
        return { state, effects: act({ kind: 'hover', id: scene.labels.particlesAt(at)[0] ?? null }) };
      }
      if (state.kind === 'pressed' && apart(state.from, at) < input.reach * 0.6) return { state, effects: nothing };
      return { state: { kind: 'framing', from: state.from, to: at }, effects: nothing };
    case 'up': {
      const change = changeOf(input);
      if (state.kind === 'framing') {
        return { state: rest, effects: act({ kind: 'choose inside', polygon: boxOf(state.from, state.to), change }) };
      }
      if (state.kind === 'resting') return { state, effects: nothing };
      const id = change === 'replace' ? clicked(at, scene) : (scene.labels.particlesAt(at)[0] ?? null);
      if (id === null && change !== 'replace') return { state: rest, effects: nothing };
      return { state: rest, effects: act({ kind: 'choose', ids: id === null ? [] : [id], change }) };
    }
    case 'double':
      return { state: rest, effects: [{ kind: 'centre', at, id: 0 }] };
    case 'leave':
      return { state, effects: act({ kind: 'hover', id: null }) };
    case 'cancel':
      return { state: rest, effects: nothing };
  }
}

export const labelSelectTool = tool<Choosing>({
  id: 'label-select',
  clicks: true,
  title: 'Select',
  help: 'Click a particle; click again for the one below it. Drag a box around several, Shift adds, Ctrl toggles.',
  shortcut: 'V',
  initial: { kind: 'resting' },
  on: choose,
  busy: (state) => state.kind === 'framing',
  sketch: (state) => (state.kind === 'framing' ? { kind: 'polygon', points: boxOf(state.from, state.to) } : null),
  cursor: (_, scene, at) => (at !== null && (scene.labels?.particlesAt(at).length ?? 0) > 0 ? 'pointer' : 'default'),
});

type Cutting = { readonly line: readonly Place[] };

export const cutTool = tool<Cutting>({
  id: 'label-cut',
  title: 'Cut',
  help: 'Drag a line across a particle to split it in two. Shift keeps the line straight.',
  shortcut: 'K',
  initial: { line: [] },
  on: (state, input, scene) => {
    const rest = { line: [] };
    if (scene.labels === null) return { state: rest, effects: nothing };
    switch (input.kind) {
      case 'down':
        return { state: { line: [input.at] }, effects: nothing };
      case 'move': {
        if (state.line.length === 0) return { state, effects: nothing };
        const last = state.line[state.line.length - 1];
        if (input.shift) return { state: { line: [state.line[0], input.at] }, effects: nothing };
        return apart(last, input.at) < input.reach / 3
          ? { state, effects: nothing }
          : { state: { line: [...state.line, input.at] }, effects: nothing };
      }
      case 'up':
        return { state: rest, effects: state.line.length < 2 ? nothing : act({ kind: 'cut', line: state.line }) };
      case 'cancel':
        return { state: rest, effects: nothing };
      case 'double':
      case 'leave':
        return { state, effects: nothing };
    }
  },
  busy: (state) => state.line.length > 0,
  sketch: (state) =>
    state.line.length < 2 ? null : { kind: 'path', set: state.line, loose: [], handles: [state.line[0]] },
  cursor: () => 'crosshair',
});

type Joining = { readonly ids: readonly number[]; readonly line: readonly Place[] };

export const joinTool = tool<Joining>({
  id: 'label-join',
  title: 'Merge',
  help: 'Drag across particles to make them one; the first gives its class.',
  shortcut: 'J',
  initial: { ids: [], line: [] },
  on: (state, input, scene) => {
    const rest = { ids: [], line: [] };
    if (scene.labels === null) return { state: rest, effects: nothing };
    const over = scene.labels.particlesAt(input.at).filter((id) => !state.ids.includes(id));
    switch (input.kind) {
      case 'down':
        return { state: { ids: over.slice(0, 1), line: [input.at] }, effects: nothing };
      case 'move':
        if (state.line.length === 0) return { state, effects: nothing };
        return {
          state: { ids: [...state.ids, ...over.slice(0, 1)], line: [...state.line, input.at] },
          effects: nothing,
        };
      case 'up':
        return { state: rest, effects: state.ids.length < 2 ? nothing : act({ kind: 'join', ids: state.ids }) };
      case 'cancel':
        return { state: rest, effects: nothing };
      case 'double':
      case 'leave':
        return { state, effects: nothing };
    }
  },
  busy: (state) => state.line.length > 0,
  sketch: (state) =>
    state.line.length < 2 ? null : { kind: 'path', set: state.line, loose: [], handles: [state.line[0]] },
  cursor: (_, scene, at) => (at !== null && (scene.labels?.particlesAt(at).length ?? 0) > 0 ? 'pointer' : 'crosshair'),
});

type Taking = { readonly pressed: boolean };

export const adoptTool = tool<Taking>({
  id: 'label-adopt',
  clicks: true,
  title: 'Take from the prediction',
  help: 'Click a particle of the chosen run to take it in as a label of the active class.',
  shortcut: 'S',
  initial: { pressed: false },
  on: (state, input, scene) => {
    const rest = { pressed: false };
    if (scene.labels === null) return { state: rest, effects: nothing };
    switch (input.kind) {
      case 'down':
        return { state: { pressed: true }, effects: nothing };
      case 'move':
        return { state, effects: act({ kind: 'adopt', at: input.at, phase: 'show' }) };
      case 'up':
        return { state: rest, effects: state.pressed ? act({ kind: 'adopt', at: input.at, phase: 'take' }) : nothing };
      case 'cancel':
      case 'leave':
        return { state: rest, effects: act({ kind: 'clear preview' }) };
      case 'double':
        return { state, effects: nothing };
    }
  },
  busy: (state) => state.pressed,
  sketch: () => null,
  cursor: (_, scene, at) => (at !== null && scene.idAt(at) > 0 ? 'copy' : 'default'),
});
