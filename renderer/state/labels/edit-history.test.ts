import { describe, expect, it } from 'vitest';
import { type EditRow, jumpCost } from './edit-history.ts';

const frame = { setId: 1, imageId: 1, frame: 0 };
const row = (id: number, title: string, on: EditRow['frame'] = null, undone = false): EditRow => ({
  id,
  title,
  at: '2026-01-01T00:00:00Z',
  undone,
  frame: on,
});
// newest first; 6 is undone
const edits = [
  row(6, 'Fill Particle', frame, true),
  row(5, 'Paint Particle', frame),
  row(4, 'Paint Particle', frame),
  row(3, 'Create label set Labels'),
  row(2, 'Import 2 images'),
];

describe('what a jump takes back', () => {
  const titles = (id: number | null) => jumpCost(edits, id).others.map(({ title }) => title);

  it('is strokes alone between strokes', () => {
    expect(jumpCost(edits, 4)).toEqual({ undoes: 1, others: [] });
    expect(jumpCost(edits, 3)).toEqual({ undoes: 2, others: [] });
  });

  it('is nothing for the state that stands, and for one that was undone', () => {
    expect(jumpCost(edits, 5)).toEqual({ undoes: 0, others: [] });
    expect(jumpCost(edits, 6)).toEqual({ undoes: 0, others: [] });
  });

  it('names what else goes: the label set, the imports', () => {
    expect(jumpCost(edits, 2).undoes).toBe(3);
    expect(titles(2)).toEqual(['Create label set Labels']);
    expect(jumpCost(edits, null).undoes).toBe(4);
    expect(titles(null)).toEqual(['Create label set Labels', 'Import 2 images']);
  });

  it('is everything for an edit that is not listed', () => {
    expect(jumpCost(edits, 99).undoes).toBe(4);
  });
});
