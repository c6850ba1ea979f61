import type { Metadata } from '../../domain/acquisition.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { latin1, readBytes } from '../byte-reader.ts';

/**
 * One section's record in an extended header "FEI1" (768 bytes) or "FEI2" (888 bytes, after offset 768): name, kind, byte offset.
 * Lengths in m, angles in degrees, times in s, high tension in V. Little-endian always.
 */
const fields = `
  Metadata size:i32:0, Metadata version:i32:4, Timestamp:f64:12, Microscope type:text16:20
  D-Number:text16:36, Application:text16:52, Application version:text16:68, HT:f64:84
  Dose:f64:92, Alpha tilt:f64:100, Beta tilt:f64:108, X-Stage:f64:116
  Y-Stage:f64:124, Z-Stage:f64:132, Tilt axis angle:f64:140, Dual axis rotation:f64:148
  Pixel size X:f64:156, Pixel size Y:f64:164, Defocus:f64:220, STEM Defocus:f64:228
  Applied defocus:f64:236, Instrument mode:i32:244, Projection mode:i32:248, Objective lens mode:text16:252
  High magnification mode:text16:268, Probe mode:i32:284, EFTEM On:flag:288, Magnification:f64:289
  Camera length:f64:301, Spot index:i32:309, Illuminated area:f64:313, Intensity:f64:321
  Convergence angle:f64:329, Illumination mode:text16:337, Wide convergence angle range:flag:353, Slit inserted:flag:354
  Slit width:f64:355, Acceleration voltage offset:f64:363, Drift tube voltage:f64:371, Energy shift:f64:379
  Shift offset X:f64:387, Shift offset Y:f64:395, Shift X:f64:403, Shift Y:f64:411
  Integration time:f64:419, Binning Width:i32:427, Binning Height:i32:431, Camera name:text16:435
  Readout area left:i32:451, Readout area top:i32:455, Readout area right:i32:459, Readout area bottom:i32:463
  Ceta noise reduction:flag:467, Ceta frames summed:i32:468, Direct detector electron counting:flag:472, Direct detector align frames:flag:473
  Phase Plate:flag:518, STEM Detector name:text16:519, Gain:f64:535, Offset:f64:543
  Dwell time:f64:571, Frame time:f64:579, Scan size left:i32:587, Scan size top:i32:591
  Scan size right:i32:595, Scan size bottom:i32:599, Full scan FOV X:f64:603, Full scan FOV Y:f64:611
  Element:text16:619, Energy interval lower:f64:635, Energy interval higher:f64:643, Method:i32:651
  Is dose fraction:flag:655, Fraction number:i32:656, Start frame:i32:660, End frame:i32:664
  Input stack filename:text80:668, Alpha tilt min:f64:752, Alpha tilt max:f64:760, Scan rotation:f64:768
  Diffraction pattern rotation:f64:776, Image rotation:f64:784, Scan mode enumeration:i32:792, Acquisition time stamp:i64:796
  Detector commercial name:text16:804, Start tilt angle:f64:820, End tilt angle:f64:828, Tilt per image:f64:836
  Tilt speed:f64:844, Beam center X pixel:i32:852, Beam center Y pixel:i32:856, CFEG flash timestamp:i64:860
  Phase plate position index:i32:868, Objective aperture name:text16:872
`
  .trim()
  .split(/[,\n]/)
  .map((field) => {
    const [name, kind, offset] = field.trim().split(':');
    return { name, kind, offset: Number(offset) };
  });

const recordStart = 16;

/** What an FEI extended header says: the first section's record in full, and what is needed of every section. */
export interface FeiHeader {
  readonly record: Metadata;
  /** nm a pixel, or null when the record leaves it open. */
  readonly pixelSize: { readonly x: number; readonly y: number } | null;
  /** Alpha tilt of every section, degrees. */
  readonly tilts: readonly number[];
}

/** Reads an extended header of `length` bytes after the main one; null when its records do not fit. */
export function readFei(source: ByteSource, offset: number, length: number, sections: number): FeiHeader | null {
  if (length < recordStart) return null;
  const size = new DataView(readBytes(source, offset, 4, 'extended header').buffer).getInt32(0, true);
  if (size < 768 || size > length) return null;
  const bytes = readBytes(source, offset, size, 'extended header');
  const view = new DataView(bytes.buffer);
  const record = Object.fromEntries(
    fields.filter((f) => f.offset + 8 <= size).map((f) => [f.name, fieldValue(view, bytes, f.kind, f.offset)]),
  );
  const x = view.getFloat64(156, true) * 1e9;
  const y = view.getFloat64(164, true) * 1e9;
  const tilts: number[] = [];
  const records = Math.min(sections, Math.floor(length / size));
  for (let i = 0; i < records; i++) {
    const angle = readBytes(source, offset + i * size + 100, 8, 'extended header');
    tilts.push(new DataView(angle.buffer).getFloat64(0, true));
  }
  return { record, pixelSize: x > 0 && y > 0 ? { x, y } : null, tilts };
}

function fieldValue(view: DataView, bytes: Uint8Array, kind: string, offset: number): string | number | boolean {
  switch (kind) {
    case 'i32':
      return view.getInt32(offset, true);
    case 'f64':
      return view.getFloat64(offset, true);
    case 'i64':
      return Number(view.getBigInt64(offset, true));
    case 'flag':
      return bytes[offset] !== 0;
    default:
      return latin1(bytes.subarray(offset, offset + Number(kind.slice(4)))).trim();
  }
}
