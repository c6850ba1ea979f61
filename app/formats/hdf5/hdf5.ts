import type { Metadata } from '../../domain/acquisition.ts';
import { Failure } from '../../domain/failure.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { type Attributes, attributesOf } from './attributes.ts';
import { Dataset } from './dataset.ts';
import { GlobalHeap } from './global-heap.ts';
import { type Link, linksOf } from './links.ts';
import { type Message, message, readMessages } from './object-header.ts';
import type { Store } from './store.ts';
import { openStore } from './superblock.ts';

interface Node {
  readonly messages: readonly Message[];
  readonly links: readonly Link[] | null;
}

const deepestPath = 64;
const mostSoftLinks = 16;
/** A group with more datasets than this is a table (a colour map, a device mode), not worth showing. */
const mostListsInGroup = 40;
const mostInTree = 3000;
const deepestTree = 16;

/**
 * An HDF5 file, read lazily: only what a question needs is fetched. Written for files that may be hostile: every read is
 * checked against the file's end and all structure together against a limit, so that no file can hang the program or
 * take its memory. Paths start with '/'. Methods throw `Failure`.
 */
export class Hdf5File {
  readonly source: ByteSource;
  private readonly store: Store;
  private readonly root: number;
  private readonly heap: GlobalHeap;
  private readonly nodes = new Map<number, Node>();
  private readonly datasets = new Map<string, Dataset>();

  constructor(source: ByteSource) {
    const { store, root } = openStore(source);
    this.source = source;
    this.store = store;
    this.root = root;
    this.heap = new GlobalHeap(store);
  }

  kind(path: string): 'group' | 'dataset' | 'other' {
    const node = this.node(path);
    if (node === null) return 'other';
    if (node.links !== null) return 'group';
    return node.messages.some((m) => m.type === message.layout) ? 'dataset' : 'other';
  }

  /** Names in a group, in the order they were made where the file keeps it; [] for anything else. */
  names(path: string): readonly string[] {
    return this.node(path)?.links?.map((link) => link.name) ?? [];
  }

  has(group: string, name: string): boolean {
    return this.names(group).includes(name);
  }

  /** Every attribute of a group or dataset. */
  attributes(path: string): Attributes {
    const node = this.node(path);
    return node === null ? {} : attributesOf(this.store, node.messages, this.heap);
  }

  dataset(path: string): Dataset {
    const known = this.datasets.get(path);
    if (known) return known;
    const node = this.node(path);
    if (node === null) throw this.store.damaged(`${path} is missing`);
    const made = new Dataset(this.store, path, node.messages);
    this.datasets.set(path, made);
    return made;
  }

  /** All values of a small dataset as numbers (axes, look-up tables); [] when it is none or longer than `most`. */
  numbers(path: string, most = 65_536): readonly number[] {
    const data = this.dataset(path);
    const length = data.shape.reduce((n, size) => n * size, 1);
    if (data.pixel === null || data.pixel.elementType.startsWith('complex') || length === 0 || length > most) return [];
    const start = data.shape.map(() => 0);
    return Array.from(data.pixel.decode(data.bytes(start, data.shape)), Number);
  }

  /** A group's attributes and those of the groups in it, as a tree; short numeric datasets become lists. */
  tree(path: string, budget = { left: mostInTree }, depth = 0): Metadata {
    const found: Record<string, Metadata[string]> = { ...this.attributes(path) };
    const names = this.names(path);
    for (const name of names) {
      budget.left -= 1;
      if (budget.left < 0 || depth > deepestTree) break;
      const value = this.treeEntry(`${path}/${name}`, names.length <= mostListsInGroup, budget, depth);
      if (value !== undefined) found[name] = value;
    }
    return found;
  }

  /** What cannot be read of a description is left out of it; the picture is what counts. */
  private treeEntry(
    path: string,
    lists: boolean,
    budget: { left: number },
    depth: number,
  ): Metadata[string] | undefined {
    try {
      const kind = this.kind(path);
      if (kind === 'group') return this.tree(path, budget, depth + 1);
      return kind === 'dataset' && lists ? this.numbers(path, 64) : undefined;
    } catch (thrown) {
      if (thrown instanceof Failure) return undefined;
      throw thrown;
    }
  }

  /** The object at a path, or null when there is none in this file. */
  private node(path: string, softLinks = 0): Node | null {
    const parts = path.split('/').filter((part) => part !== '' && part !== '.');
    if (parts.length > deepestPath || softLinks > mostSoftLinks) throw this.store.damaged('its links run in a circle');
    let node = this.at(this.root);
    for (const [i, part] of parts.entries()) {
      const link: Link | undefined = node.links?.find((l) => l.name === part);
      if (link === undefined) return null;
      if (link.address !== null) {
        node = this.at(link.address);
        continue;
      }
      if (link.path === null) return null;
      const base = link.path.startsWith('/') ? '' : `/${parts.slice(0, i).join('/')}`;
      return this.node(`${base}/${link.path}/${parts.slice(i + 1).join('/')}`, softLinks + 1);
    }
    return node;
  }

  private at(address: number): Node {
    const known = this.nodes.get(address);
    if (known) return known;
    const messages = readMessages(this.store, address);
    const node = { messages, links: linksOf(this.store, messages) };
    this.nodes.set(address, node);
    return node;
  }
}
