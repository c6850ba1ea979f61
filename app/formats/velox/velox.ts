import type { Metadata } from '../../domain/acquisition.ts';
import type { Axis } from '../../domain/calibration.ts';
import type { Dataset } from '../hdf5/dataset.ts';
import { type DatasetImage, shownShape } from '../hdf5/dataset-image.ts';
import type { Hdf5Content, Hdf5Flavour } from '../hdf5/flavour.ts';
import type { Hdf5File } from '../hdf5/hdf5.ts';
import { axis, bareAxis } from '../image.ts';
import { metadataNumber, metadataText, parseMetadata } from './metadata.ts';
import { sensibleUnit } from './sensible-unit.ts';

/** What Velox stores besides images, by the group it stands in. */
const otherKinds: Readonly<Record<string, string>> = {
  SpectrumStream: 'an EDS spectrum stream',
  SpectrumImage: 'an EDS spectrum image',
  Spectrum: 'a spectrum',
};

/**
 * EMD as Thermo Fisher (FEI) Velox writes it. `/Data/Image/<id>/Data` holds y, x, frame; `Metadata` beside it a JSON
 * text a frame, one byte a row. Pixel size in m or 1/m.
 */
export const velox: Hdf5Flavour = {
  id: 'emd-velox',
  extensions: ['emd'],
  matches: (file) => {
    if (!file.has('/', 'Data')) return false;
    const kinds = file.names('/Data');
    const known = kinds.some((kind) => kind === 'Image' || kind in otherKinds);
    return known && file.names('/').some((name) => ['Version', 'Application', 'Features', 'Info'].includes(name));
  },
  describe,
};

function describe(file: Hdf5File): Hdf5Content {
  const kinds = file.names('/Data');
  const others = kinds.filter((kind) => kind in otherKinds && file.names(`/Data/${kind}`).length > 0);
  const images: DatasetImage[] = [];
  const used = new Map<string, number>();
  for (const id of kinds.includes('Image') ? file.names('/Data/Image') : []) {
    const image = imageOf(file, `/Data/Image/${id}`);
    if (image === null) continue;
    const before = used.get(image.name) ?? 0;
    used.set(image.name, before + 1);
    images.push(before === 0 ? image : { ...image, name: `${image.name} ${before + 1}` });
  }
  return { images, others: others.map((kind) => otherKinds[kind] as string), metadata: {} };
}

function imageOf(file: Hdf5File, group: string): DatasetImage | null {
  if (!file.has(group, 'Data')) return null;
  const data = file.dataset(`${group}/Data`);
  if (data.pixel === null || data.shape.length < 2) return null;
  const metadata = metadataOf(file, group);
  const detector = metadataText(metadata, 'BinaryResult', 'Detector');
  const axes = axesOf(data, metadata, detector);
  return { name: detector || 'Image', data, axes, metadata, framesLast: true };
}

/** The first frame's metadata; the other frames repeat it with their own time. */
function metadataOf(file: Hdf5File, group: string): Metadata {
  if (!file.has(group, 'Metadata')) return {};
  const stored = file.dataset(`${group}/Metadata`);
  const [length = 0] = stored.shape;
  if (stored.pixel?.elementType !== 'uint8' || stored.shape.length !== 2 || !(length > 0 && length < 16e6)) return {};
  return parseMetadata(stored.bytes([0, 0], [length, 1]));
}

function axesOf(data: Dataset, metadata: Metadata, detector: string): readonly Axis[] {
  const shape = shownShape(data, true);
  const axes: Axis[] = shape.slice(0, -2).map((size) => timeAxis(size, metadata, detector));
  for (const [name, side, letter] of [
    ['y', 'height', 'Y'],
    ['x', 'width', 'X'],
  ] as const) {
    const size = shape[shape.length - (name === 'y' ? 2 : 1)] as number;
    const step = metadataNumber(metadata, 'BinaryResult', 'PixelSize', side);
    const units = metadataText(metadata, 'BinaryResult', `PixelUnit${letter}`);
    const offset = metadataNumber(metadata, 'BinaryResult', 'Offset', name) ?? 0;
    axes.push(step === null || step <= 0 ? bareAxis(name, size) : sensibleAxis(name, size, step, offset, units));
  }
  return axes;
}

function sensibleAxis(name: string, size: number, step: number, offset: number, units: string): Axis {
  const unit = sensibleUnit(units, (step * size) / 4);
  return axis(name, size, step * unit.factor, offset * unit.factor, unit.units);
}

/** Seconds from frame to frame: of the scan, or of the camera that took it. */
function timeAxis(size: number, metadata: Metadata, detector: string): Axis {
  const detectors = metadata['Detectors'];
  const entries = typeof detectors === 'object' && detectors !== null ? Object.values(detectors) : [];
  const own = entries.find((entry) => metadataText({ entry }, 'entry', 'DetectorName') === detector);
  const exposure = own === undefined ? null : metadataNumber({ own }, 'own', 'ExposureTime');
  const seconds = metadataNumber(metadata, 'Scan', 'FrameTime') ?? exposure;
  return seconds === null ? bareAxis('Time', size) : axis('Time', size, seconds, 0, 's');
}
