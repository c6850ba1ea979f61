import { Failure } from '../../domain/failure.ts';
import { type OpenInside, type ReadLabelValue, readOmeZarrLabels } from '../../formats/ome-zarr/read.ts';
import type { Unzstd } from '../../ports/unpack.ts';
import { type FoundFrame, type FoundLabels, ownClasses, particlesOfPages, type ValueOfPlane } from './found.ts';

/**
 * An OME-Zarr folder. Label images that stand beside each other hold particles of the same frames that overlap; what
 * this program wrote as classes of pixels are these.
 */
export function openZarr(folder: string, open: OpenInside, unzstd?: Unzstd): FoundLabels {
  const groups = readOmeZarrLabels(folder, open, unzstd);
  const [first] = groups;
  if (first === undefined)
    return { kind: 'ome-zarr', image: null, frames: [], classes: [], pixelSize: null, notes: [] };
  const { width, height, planes } = first.array;
  const odd = groups.find(
    ({ array }) => array.width !== width || array.height !== height || array.planes.length !== planes.length,
  );
  if (odd !== undefined)
    throw new Failure(
      'invalid-input',
      `The labels ${odd.name} of ${folder} have another size than ${first.name}.`,
      'Take them in one by one.',
      folder,
    );
  const own = new Map<string, { id: number; name: string; role?: string; color?: string }>();
  for (const { values } of groups) {
    for (const { className, classId, role, colour } of values.values()) {
      if (className === null || own.has(className)) continue;
      const told = { ...(role === null ? {} : { role }), ...(colour === null ? {} : { color: colour }) };
      own.set(className, { id: classId ?? own.size + 1, name: className, ...told });
    }
  }
  const meant = (values: ReadonlyMap<number, ReadLabelValue>, value: number): ValueOfPlane => {
    const { className = null, classId = null, colour = null } = values.get(value) ?? {};
    return { className, group: classId, colour };
  };
  const classes = groups.find(({ kind }) => kind === 'classes');
  const particles = groups.filter((group) => group !== classes);
  const frames = planes.map((_, f): FoundFrame => {
    const used = new Set<number>();
    const found = particles.flatMap(({ array, values }) =>
      particlesOfPages([array.planes[f]], { width, height }, used).map(({ value, id, mask }) => ({
        id,
        mask,
        ...meant(values, value),
      })),
    );
    const data = classes?.array.planes[f];
    const named = new Map([...(classes?.values.keys() ?? [])].map((v) => [v, meant(classes!.values, v)]));
    return {
      image: null,
      frame: planes.length > 1 ? f : null,
      width,
      height,
      particles: found,
      plane: data === undefined ? null : { data, values: named },
    };
  });
  return {
    kind: 'ome-zarr',
    image: null,
    frames,
    classes: ownClasses([...own.values()]),
    pixelSize: first.pixelSize,
    notes: [],
  };
}
