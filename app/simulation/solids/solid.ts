/** What a vertical ray meets at each point: heights of the upper and lower surface and the material between, px. Thickness 0: nothing. */
export interface Surface {
  readonly top: Float32Array;
  readonly bottom: Float32Array;
  readonly thickness: Float32Array;
}

/** A body around the origin; z points to the viewer; lengths in px. */
export interface Solid {
  /** Everything lies within this distance of the z axis. */
  readonly reach: number;
  /** Fills `out` for the first n points (x[i], y[i]). All points have nearly the same y. Where thickness is 0 top and bottom mean nothing. */
  readonly probe: (x: Float32Array, y: Float32Array, n: number, out: Surface) => void;
}

export function newSurface(length: number): Surface {
  return {
    top: new Float32Array(length),
    bottom: new Float32Array(length),
    thickness: new Float32Array(length),
  };
}

/**
 * Several bodies grown together. Along a ray the material is from the highest to the lowest point, but never more than the parts'
 * together: exact where parts overlap or are apart.
 */
export function union(parts: readonly Solid[]): Solid {
  let one = newSurface(0);
  return {
    reach: parts.reduce((most, p) => Math.max(most, p.reach), 0),
    probe: (x, y, n, out) => {
      if (one.top.length < n) one = newSurface(n);
      out.thickness.fill(0, 0, n);
      for (const part of parts) {
        part.probe(x, y, n, one);
        for (let i = 0; i < n; i++) {
          if (one.thickness[i] <= 0) continue;
          const first = out.thickness[i] === 0;
          out.top[i] = first ? one.top[i] : Math.max(out.top[i], one.top[i]);
          out.bottom[i] = first ? one.bottom[i] : Math.min(out.bottom[i], one.bottom[i]);
          out.thickness[i] += one.thickness[i];
        }
      }
      for (let i = 0; i < n; i++)
        if (out.thickness[i] > 0)
          out.thickness[i] = Math.max(1e-3, Math.min(out.thickness[i], out.top[i] - out.bottom[i]));
    },
  };
}

/** The same body somewhere else. */
export function moved(solid: Solid, dx: number, dy: number, dz: number): Solid {
  let xs = new Float32Array(0);
  let ys = xs;
  return {
    reach: solid.reach + Math.hypot(dx, dy),
    probe: (x, y, n, out) => {
      if (xs.length < n) {
        xs = new Float32Array(n);
        ys = new Float32Array(n);
      }
      for (let i = 0; i < n; i++) {
        xs[i] = x[i] - dx;
        ys[i] = y[i] - dy;
      }
      solid.probe(xs, ys, n, out);
      for (let i = 0; i < n; i++) {
        out.top[i] += dz;
        out.bottom[i] += dz;
      }
    },
  };
}
