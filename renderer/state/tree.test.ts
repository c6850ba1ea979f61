import { beforeEach, describe, expect, it } from 'vitest';
import type { ImageInfo, SampleInfo } from '../../app/contract/nouns.ts';
import { clearLibrary, type Library, libraryStore } from './library.ts';
import { clearSelection, selectionStore } from './selection.ts';
import { imageOf, sampleOf } from './testing.ts';
import {
  chooseAllImages,
  chooseRow,
  clearTree,
  foldSample,
  leadRow,
  search,
  stepImage,
  type TreeRow,
  treeRows,
  treeStore,
} from './tree.ts';

function library(samples: SampleInfo[], images: ImageInfo[]): Library {
  return {
    samples,
    images,
    imageById: new Map(images.map((image) => [image.id, image])),
    sampleById: new Map(samples.map((sample) => [sample.id, sample])),
    loaded: true,
  };
}

const two = library(
  [sampleOf({ id: 1, name: 'Cubes' }), sampleOf({ id: 2, name: 'Rods' })],
  [
    imageOf({ id: 10, sampleId: 1, name: 'haadf 01' }),
    imageOf({ id: 20, sampleId: 2, name: 'haadf 02' }),
    imageOf({ id: 11, sampleId: 1, name: 'bf 01' }),
    imageOf({ id: 21, sampleId: 2, name: 'bf 02' }),
  ],
);

const words = (rows: readonly TreeRow[]) => rows.map((row) => (row.kind === 'sample' ? row.sample.name : row.image.id));
const rowsNow = () => treeRows(libraryStore.getState(), treeStore.getState());
const at = (id: number) => rowsNow().findIndex((row) => row.kind === 'image' && row.image.id === id);

beforeEach(() => {
  clearSelection();
  clearTree();
  clearLibrary();
  libraryStore.setState(two, true);
});

describe('rows', () => {
  it('put images below their samples, numbered among their siblings', () => {
    expect(words(rowsNow())).toEqual(['Cubes', 10, 11, 'Rods', 20, 21]);
    expect(rowsNow()[2]).toMatchObject({ position: 2, siblings: 2 });
  });

  it('leave out what is folded', () => {
    foldSample(1, true);
    expect(words(rowsNow())).toEqual(['Cubes', 'Rods', 20, 21]);
    foldSample(1, false);
    expect(words(rowsNow())).toHaveLength(6);
  });

  it('are searched by all words in image, file and sample, whatever is folded', () => {
    foldSample(2, true);
    search('02 HAADF');
    expect(words(rowsNow())).toEqual(['Rods', 20]);
    search('rods');
    expect(words(rowsNow())).toEqual(['Rods', 20, 21]);
    search('nothing such');
    expect(rowsNow()).toEqual([]);
  });
});

describe('choosing', () => {
  const chosen = () => selectionStore.getState().imageIds;
  const shown = () => selectionStore.getState().shown?.imageId;

  it('takes a range from where it began, across samples and both ways', () => {
    chooseRow(rowsNow(), at(11), 'alone');
    chooseRow(rowsNow(), at(20), 'range');
    expect(chosen()).toEqual([11, 20]);
    chooseRow(rowsNow(), at(10), 'range');
    expect(chosen()).toEqual([10, 11]);
    expect(shown()).toBe(10);
  });

  it('adds and takes away single images, in tree order, but never the last one', () => {
    chooseRow(rowsNow(), at(21), 'alone');
    chooseRow(rowsNow(), at(10), 'toggle');
    expect(chosen()).toEqual([10, 21]);
    expect(shown()).toBe(10);
    chooseRow(rowsNow(), at(10), 'toggle');
    expect(chosen()).toEqual([21]);
    expect(shown()).toBe(21);
    chooseRow(rowsNow(), at(21), 'toggle');
    expect(chosen()).toEqual([21]);
  });

  it('takes all images that are in sight and keeps the one on the stage', () => {
    chooseRow(rowsNow(), at(20), 'alone');
    search('haadf');
    chooseAllImages();
    expect(chosen()).toEqual([10, 20]);
    expect(shown()).toBe(20);
  });

  it('knows the row the keyboard stands on', () => {
    chooseRow(rowsNow(), at(20), 'alone');
    expect(leadRow(rowsNow(), selectionStore.getState())).toBe(4);
    chooseRow(rowsNow(), 3, 'alone');
    expect(leadRow(rowsNow(), selectionStore.getState())).toBe(3);
    expect(shown()).toBe(20);
  });

  it('steps through the images in tree order and stops at the ends', () => {
    stepImage(1);
    expect(shown()).toBe(10);
    for (let i = 0; i < 9; i++) stepImage(1);
    expect(shown()).toBe(21);
    stepImage(-1);
    expect(shown()).toBe(20);
  });
});
