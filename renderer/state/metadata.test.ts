import { describe, expect, it } from 'vitest';
import { firstBranches, metadataRows } from './metadata.ts';

const tree = {
  Microscope: { Voltage: 300_000, 'Stage tilt': { Alpha: 1.5, Beta: null } },
  Name: 'cubes',
  Range: [1, 2, 3],
  List: [{ a: 1 }],
};

const lines = (query: string, opened: string[] = []) =>
  metadataRows(tree, query, new Set(opened)).map(({ depth, key, value }) => `${'  '.repeat(depth)}${key}=${value}`);

describe('metadata rows', () => {
  it('show closed branches as one line', () => {
    expect(lines('')).toEqual(['Microscope=null', 'Name=cubes', 'Range=1, 2, 3', 'List=null']);
  });

  it('open by path', () => {
    expect(lines('', ['Microscope'])).toEqual([
      'Microscope=null',
      '  Voltage=300000',
      '  Stage tilt=null',
      'Name=cubes',
      'Range=1, 2, 3',
      'List=null',
    ]);
  });

  it('are searched in keys and values, with the way to what is found', () => {
    expect(lines('alpha')).toEqual(['Microscope=null', '  Stage tilt=null', '    Alpha=1.5']);
    expect(lines('CUBES')).toEqual(['Name=cubes']);
    expect(lines('voltage 300')).toEqual(['Microscope=null', '  Voltage=300000']);
    expect(lines('zzz')).toEqual([]);
  });

  it('show everything below a branch that is found itself', () => {
    expect(lines('tilt')).toEqual(['Microscope=null', '  Stage tilt=null', '    Alpha=1.5', '    Beta=']);
  });

  it('have unique paths, also where keys hold dots', () => {
    const paths = metadataRows({ 'a.b': { c: 1 }, a: { 'b.c': 2 } }, '', new Set(['a.b', 'a'])).map(({ path }) => path);
    expect(new Set(paths).size).toBe(4);
  });

  it('begin open when there are few branches', () => {
    expect([...firstBranches({ image: {}, file: {} })]).toEqual(['image', 'file']);
    expect([...firstBranches({ a: {}, b: {}, c: {} })]).toEqual([]);
    expect([...firstBranches(null)]).toEqual([]);
  });
});
