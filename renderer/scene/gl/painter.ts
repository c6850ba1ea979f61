import { Camera as NoCamera, Scene, type WebGLRenderer } from 'three';
import type { Camera, Size } from '../camera.ts';
import { levelFor } from '../frame/pyramid.ts';
import type { InstanceLooks } from '../labels/instance-looks.ts';
import { type Picture, pictureOf } from '../tiles/pictures.ts';
import { atHome, cameraIn, type TilePlace, tileOnScreen, tilesInSight } from '../tiles/tiles.ts';
import type { Display, ImageLayer, LabelLayer, StageView } from '../views.ts';
import { type LabelQuadKind, type Quad, QuadPool, type Sampling } from './quads.ts';
import { ColourTables, LooksTextures } from './textures.ts';
import { TileCache, type UploadedTile } from './tile-cache.ts';
import { layWarmUp } from './warm-up.ts';

type Layer = ImageLayer | LabelLayer;

/** Draws layers as quads with their tiles, and keeps what the GPU holds for that. */
export class Painter {
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #camera = new NoCamera();
  readonly #quads: QuadPool;
  readonly #tiles: TileCache;
  readonly #tables = new ColourTables();
  readonly #looks = new Map<InstanceLooks, LooksTextures>();

  constructor(renderer: WebGLRenderer) {
    this.#renderer = renderer;
    this.#scene.matrixWorldAutoUpdate = false;
    this.#quads = new QuadPool(this.#scene);
    this.#tiles = new TileCache(renderer);
  }

  /** Draws one px of everything once, before there is anything to see. */
  warmUp(): void {
    const renderer = this.#renderer;
    this.#quads.begin();
    const free = layWarmUp(this.#quads);
    renderer.setScissorTest(true);
    renderer.setViewport(0, 0, 1, 1);
    renderer.setScissor(0, 0, 1, 1);
    this.render();
    free();
  }

  /** Takes all layers away; `lay` puts new ones in. */
  begin(): void {
    this.#quads.begin();
  }

  /** Draws what was laid since `begin`. */
  render(): void {
    this.#renderer.render(this.#scene, this.#camera);
  }

  /** Puts the quads of a layer into the scene. False when tiles are still missing. */
  lay(layer: Layer, order: number, camera: Camera, view: Size, deadline: number): boolean {
    const picture = pictureOf(layer.kind === 'image' ? layer.frame : layer.labels);
    const own = cameraIn(layer.placement ?? atHome, camera);
    let missing = 0;
    const found: [TilePlace, UploadedTile][] = [];
    for (const place of tilesInSight(picture, own, view)) {
      if (picture.isEmpty?.(place) === true) continue;
      let tile = this.#tiles.get(picture, place);
      if (tile === undefined && (found.length === 0 || performance.now() < deadline)) {
        tile = this.#tiles.upload(picture, place);
      }
      if (tile === undefined) missing++;
      else found.push([place, tile]);
    }
    if (missing > 0) this.#layCoarser(layer, picture, own, view, order);
    for (const [place, tile] of found) this.#put(layer, picture, place, tile, own, view, order + 31);
    return missing === 0;
  }

  /** What is there already of coarser levels, under the tiles that come in. */
  #layCoarser(layer: Layer, picture: Picture, own: Camera, view: Size, order: number): void {
    if (layer.kind === 'labels') return;
    const first = levelFor(own.zoom, picture.levels);
    for (let level = picture.levels; level > first; level--) {
      for (const place of tilesInSight(picture, own, view, level - first)) {
        const tile = this.#tiles.get(picture, place);
        if (tile !== undefined) this.#put(layer, picture, place, tile, own, view, order + picture.levels - level);
      }
    }
  }

  #put(
    layer: Layer,
    picture: Picture,
    place: TilePlace,
    tile: UploadedTile,
    own: Camera,
    view: Size,
    order: number,
  ): void {
    const footprint = 1 / (own.zoom * 2 ** place.level);
    const kind =
      layer.kind === 'labels'
        ? labelKind(layer, picture)
        : (`${tile.kind} ${sampling(footprint, layer.display)}` as const);
    const quad = this.#quads.take(kind, order);
    const uniforms = quad.material.uniforms;
    const { clip, texels } = tileOnScreen(picture, place, picture.levelSize(place.level), own, view);
    uniforms['clip'].value.fromArray(clip);
    uniforms['texels'].value.fromArray(texels);
    uniforms['tile'].value = tile.texture;
    uniforms['footprint'].value = footprint;
    uniforms['apron'].value = picture.apron;
    if (layer.kind === 'labels') this.#dressLabels(quad, layer);
    else {
      const { low, high } = layer.display;
      uniforms['window'].value.set(low, 1 / (high - low || 1));
      uniforms['colours'].value = this.#tables.texture(layer.display);
      const opacity = layer.opacity ?? 1;
      uniforms['opacity'].value = opacity;
      quad.material.transparent = opacity < 1;
    }
    quad.material.uniformsNeedUpdate = true;
  }

  #dressLabels(quad: Quad, layer: LabelLayer): void {
    let textures = this.#looks.get(layer.looks);
    if (textures === undefined) {
      textures = new LooksTextures(layer.looks);
      this.#looks.set(layer.looks, textures);
    }
    textures.refresh();
    const uniforms = quad.material.uniforms;
    uniforms['colours'].value = textures.colours;
    uniforms['states'].value = textures.states;
    uniforms['fill'].value = layer.fill;
    uniforms['hatch'].value = layer.hatch ?? 0;
    uniforms['opacity'].value = layer.opacity;
    uniforms['line'].value = layer.line;
  }

  /** Frees the looks that no view shows. */
  dropLooks(views: readonly StageView[]): void {
    const shown = new Set(views.flatMap((v) => v.layers.flatMap((l) => (l.kind === 'labels' ? [l.looks] : []))));
    for (const [looks, textures] of this.#looks) {
      if (shown.has(looks)) continue;
      textures.dispose();
      this.#looks.delete(looks);
    }
  }

  /** Frees what the GPU holds of pictures that pass. */
  forget(test: (url: string) => boolean): void {
    this.#tiles.drop(test);
  }

  /** The GPU lost everything: starts anew. */
  restart(): void {
    this.#tiles.restart();
    this.#looks.clear();
    this.#tables.restart();
  }

  dispose(): void {
    this.#tiles.drop(() => true);
    this.#quads.dispose();
    for (const textures of this.#looks.values()) textures.dispose();
    this.#tables.dispose();
  }
}

function labelKind({ looks }: LabelLayer, picture: Picture): LabelQuadKind {
  const plain = picture.isPlain?.(looks.states) ?? looks.plain;
  if (picture.pages === undefined) return plain ? 'plain labels' : 'labels';
  return plain ? 'plain packed labels' : 'packed labels';
}

/** `footprint` texels lie along a device px. */
function sampling(footprint: number, display: Display): Sampling {
  if (display.rough === true) return 'nearest';
  if (footprint > 1.001) return 'box';
  return display.smooth && footprint < 0.999 ? 'blend' : 'nearest';
}
