import type { ImageInfo, ProjectInfo, SampleInfo } from '../../app/contract/nouns.ts';
import { uncalibrated } from '../../app/domain/calibration.ts';

// Nouns for tests: plausible, and changed by what a test cares about.

export function imageOf(change: Partial<ImageInfo> & { id: number }): ImageInfo {
  return {
    sampleId: 1,
    name: `image-${change.id}`,
    path: `/data/image-${change.id}.dm3`,
    available: true,
    packed: false,
    format: 'dm3',
    imageIndex: 0,
    fileSha256: 'ab'.repeat(32),
    width: 1024,
    height: 1024,
    frames: 1,
    elementType: 'uint16',
    calibration: uncalibrated,
    min: 0,
    max: 100,
    imported: '2026-11-20T12:00:00.000Z',
    latestRunId: null,
    particles: null,
    ...change,
  };
}

export function sampleOf(change: Partial<SampleInfo> & { id: number }): SampleInfo {
  return { name: `Sample ${change.id}`, note: '', conditions: [], order: change.id, ...change };
}

export function projectOf(change: Partial<ProjectInfo>): ProjectInfo {
  return {
    path: '/data/cubes.morpho',
    name: 'cubes',
    uuid: 'u1',
    created: '2026-11-20T12:00:00.000Z',
    schemaVersion: 1,
    images: 0,
    samples: 0,
    runs: 0,
    particles: 0,
    bytes: 0,
    warnings: [],
    missing: 0,
    ...change,
  };
}
