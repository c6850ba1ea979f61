import { inflateSync } from 'node:zlib';
import type { LabelKeeping } from '../../../app/ports/label-store.ts';
import type { LabelFrameKey, StoredLabelVersion } from '../../../app/ports/stored-labels.ts';
import type { Reader, Writer } from '../connection.ts';
import { missing } from '../missing.ts';
import { classesOfSet, ensuredPlane, frameSize } from './plane-row.ts';

const select = `
  SELECT v.id, v.at, v.title, v.sha256, v.instances, v.pixels AS labelledPixels, p.set_id AS setId,
    p.image_id AS imageId, p.frame
  FROM label_versions v JOIN label_planes p ON p.id = v.plane_id`;

export function versionReads(reader: Reader) {
  const content = (sha256: string): Uint8Array => {
    const stored = reader.value<Uint8Array>('SELECT bytes FROM label_contents WHERE sha256 = ?', sha256);
    if (stored === undefined) throw missing('kept labels named', sha256);
    return Uint8Array.from(inflateSync(stored));
  };
  return {
    labelVersions: (key: LabelFrameKey): StoredLabelVersion[] => {
      classesOfSet(reader, key.setId);
      frameSize(reader, key);
      return reader.all<StoredLabelVersion>(
        `${select} WHERE p.set_id = ? AND p.image_id = ? AND p.frame = ? ORDER BY v.id DESC`,
        key.setId,
        key.imageId,
        key.frame,
      );
    },
    labelVersion: (id: number): StoredLabelVersion & { readonly content: Uint8Array } => {
      const version = reader.one<StoredLabelVersion>(`${select} WHERE v.id = ?`, id);
      if (version === undefined) throw missing('kept label version', id);
      return { ...version, content: content(version.sha256) };
    },
    labelContent: content,
  };
}

export function labelKeeping(writer: Writer): LabelKeeping {
  return {
    keepLabels: ({ title, sha256, content, instances, labelledPixels, ...key }) =>
      writer.transaction(() => {
        const plane = ensuredPlane(writer, key);
        const known = writer.value<number>(
          'SELECT id FROM label_versions WHERE plane_id = ? AND sha256 = ? AND title = ?',
          plane.id,
          sha256,
          title,
        );
        if (known !== undefined) return known;
        writer.run('INSERT INTO label_contents (sha256, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING', sha256, content);
        return writer.run(
          'INSERT INTO label_versions (plane_id, sha256, at, title, instances, pixels) VALUES (?, ?, ?, ?, ?, ?)',
          plane.id,
          sha256,
          new Date().toISOString(),
          title,
          instances,
          labelledPixels,
        ).id;
      }),
  };
}
