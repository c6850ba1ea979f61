import {
  DataTexture,
  FloatType,
  NearestFilter,
  RedFormat,
  RedIntegerFormat,
  RGBAFormat,
  UnsignedByteType,
  UnsignedIntType,
  UnsignedShortType,
} from 'three';
import type { ColourMap } from '../../state/view.ts';
import { bakeTable } from '../colour-maps.ts';
import type { InstanceLooks } from '../labels/instance-looks.ts';
import type { TileTexels } from '../tiles/pictures.ts';
import { tableSize } from './shaders.ts';

/** R8UI, R16UI, R32UI, R32F or RGBA8: values reach the shader as the file has them. */
export function tileTexture({ kind, data, width, height }: TileTexels): DataTexture {
  const format = kind === 'uint' ? RedIntegerFormat : kind === 'float' ? RedFormat : RGBAFormat;
  const type =
    data instanceof Float32Array
      ? FloatType
      : data instanceof Uint16Array
        ? UnsignedShortType
        : data instanceof Uint32Array
          ? UnsignedIntType
          : UnsignedByteType;
  const texture = new DataTexture(data as Uint8Array<ArrayBuffer>, width, height, format, type);
  texture.minFilter = NearestFilter;
  texture.magFilter = NearestFilter;
  texture.needsUpdate = true;
  return texture;
}

/** How grey 0..1 becomes a colour. */
export interface Toning {
  readonly colourMap: ColourMap;
  /** shown = grey ^ gamma */
  readonly gamma: number;
  readonly invert: boolean;
}

/** Baked colour tables, the last few of them: another look costs one texture of 32 kB, the same look nothing. */
export class ColourTables {
  readonly #tables: { key: string; readonly texture: DataTexture }[] = [];

  texture(toning: Toning): DataTexture {
    const key = `${toning.colourMap} ${toning.gamma} ${toning.invert}`;
    const at = this.#tables.findIndex((table) => table.key === key);
    let table = at < 0 ? undefined : this.#tables.splice(at, 1)[0];
    if (table === undefined) {
      const reused = this.#tables.length >= 8 ? this.#tables.shift() : undefined;
      const texture = reused?.texture ?? new DataTexture(new Uint8Array(tableSize * 4), tableSize, 1);
      bakeTable(toning, texture.image.data as Uint8Array);
      texture.needsUpdate = true;
      table = { key, texture };
    }
    this.#tables.push(table);
    return table.texture;
  }

  /** The GPU lost everything: starts anew. */
  restart(): void {
    this.#tables.length = 0;
  }

  dispose(): void {
    for (const { texture } of this.#tables) texture.dispose();
    this.restart();
  }
}

const entriesARow = 1024;

/** The looks of a label map's instances on the GPU: entry of id i at ((i - 1) % 1024, (i - 1) / 1024). */
export class LooksTextures {
  readonly colours: DataTexture;
  readonly states: DataTexture;
  readonly #looks: InstanceLooks;
  #coloursVersion = 0;
  #statesVersion = 0;

  constructor(looks: InstanceLooks) {
    this.#looks = looks;
    const rows = Math.max(1, Math.ceil(looks.count / entriesARow));
    const entries = rows * entriesARow;
    this.colours = new DataTexture(new Uint8Array(entries * 4), entriesARow, rows, RGBAFormat, UnsignedByteType);
    this.states = new DataTexture(new Uint8Array(entries), entriesARow, rows, RedIntegerFormat, UnsignedByteType);
  }

  /** Marks for upload what changed since the last call. */
  refresh(): void {
    const looks = this.#looks;
    if (this.#coloursVersion !== looks.coloursVersion) {
      this.#coloursVersion = looks.coloursVersion;
      (this.colours.image.data as Uint8Array).set(looks.colours);
      this.colours.needsUpdate = true;
    }
    if (this.#statesVersion !== looks.statesVersion) {
      this.#statesVersion = looks.statesVersion;
      (this.states.image.data as Uint8Array).set(looks.states);
      this.states.needsUpdate = true;
    }
  }

  dispose(): void {
    this.colours.dispose();
    this.states.dispose();
  }
}
