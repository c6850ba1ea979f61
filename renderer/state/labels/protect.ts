import { unlabelled } from '../../../app/domain/labels/label-class.ts';

/**
 * What painting must leave alone. 'all': nothing. 'unlabelled': whatever has a label (a class, or another particle).
 * 'classes': the classes in `never`, and particles of them.
 */
export interface Protect {
  readonly mode: 'all' | 'unlabelled' | 'classes';
  readonly never: readonly number[];
}

export const protectNothing: Protect = Object.freeze({ mode: 'all', never: Object.freeze([]) });

/**
 * For every value a pixel may have, 1 where painting `value` over it is allowed. Erasing takes labels away on purpose, so only
 * the classes of `never` hold out against it.
 */
export function paintableOver({ mode, never }: Protect, value: number): Uint8Array {
  const over = new Uint8Array(256).fill(mode === 'unlabelled' && value !== unlabelled ? 0 : 1);
  over[unlabelled] = 1;
  if (mode === 'classes') for (const id of never) over[id] = 0;
  return over;
}

/** Whether a particle of a class must not be painted over. */
export function keepsOff({ mode, never }: Protect, classId: number): boolean {
  return mode === 'unlabelled' || (mode === 'classes' && never.includes(classId));
}
