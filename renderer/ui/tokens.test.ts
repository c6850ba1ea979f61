import { describe, expect, it } from 'vitest';
import { schemes } from './tokens.ts';

/** Relative luminance of a colour, WCAG 2.2. */
function luminance(hex: string): number {
  const channel = (at: number) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

describe.each(['dark', 'light'] as const)('the %s theme', (name) => {
  const scheme = schemes[name];
  const grounds = [
    scheme.stage,
    scheme.panel,
    scheme.raised,
    scheme.hover,
    scheme.field,
    scheme.selected,
    scheme.selectedQuiet,
  ];

  it('has text of at least 4.5 : 1 on every ground', () => {
    for (const ground of grounds) {
      for (const ink of [scheme.text, scheme.muted]) expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
    }
    for (const ground of [scheme.panel, scheme.raised, scheme.selected]) {
      expect(contrast(scheme.accent, ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(scheme.suspect, ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(scheme.error, ground)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(scheme.onAccent, scheme.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(scheme.text, scheme.suspectGround)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(scheme.muted, scheme.suspectGround)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(scheme.text, scheme.errorGround)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(scheme.muted, scheme.errorGround)).toBeGreaterThanOrEqual(4.5);
  });

  it('has edges and the focus ring of at least 3 : 1', () => {
    for (const ground of [scheme.stage, scheme.panel, scheme.raised]) {
      expect(contrast(scheme.accent, ground)).toBeGreaterThanOrEqual(3);
    }
    expect(contrast(scheme.edge, scheme.panel)).toBeGreaterThanOrEqual(3);
  });

  it('keeps the ground of a micrograph neutral', () => {
    const channels = [1, 3, 5].map((at) => Number.parseInt(scheme.stage.slice(at, at + 2), 16));
    expect(Math.max(...channels) - Math.min(...channels)).toBeLessThanOrEqual(4);
  });
});
