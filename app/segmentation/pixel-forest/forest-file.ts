import { Failure } from '../../domain/failure.ts';
import { ForestCard } from '../../domain/forest.ts';
import { featuresOf } from './features.ts';
import type { Trees } from './forest.ts';

/** A forest that is kept, with its card. */
export interface KeptForest {
  readonly card: ForestCard;
  readonly trees: Trees;
}

/** "MPF1" */
const magic = 0x3146504d;

/**
 * A forest as a file, little-endian: uint32 mark, length of the card, number of trees and of nodes; the card (JSON, UTF-8); int32 roots; two
 * int32 a node; float32 shares of the classes of each node. Equal forests are equal bytes.
 */
export function encodeForest({ card, trees }: KeptForest): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(card));
  const { nodes, roots, leaves, classCount, lanes } = trees;
  const count = nodes.length / 2;
  const shares = new Float32Array(count * classCount);
  for (let n = 0; n < count; n++) shares.set(leaves.subarray(n * lanes, n * lanes + classCount), n * classCount);
  const parts = [Uint32Array.of(magic, text.length, roots.length, count), text, roots, nodes, shares];
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    out.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return out;
}

/** Throws `Failure` malformed, naming `name`, for anything that is not a whole and sound forest. */
export function decodeForest(bytes: Uint8Array, name: string): KeptForest {
  const damaged = () =>
    new Failure(
      'malformed',
      `${name} is not a pixel forest, or is damaged.`,
      'Keep the forest again under a new name.',
      name,
    );
  if (bytes.length < 16) throw damaged();
  const whole = new Uint8Array(bytes);
  const [mark, cardLength, treeCount, count] = new Uint32Array(whole.buffer, 0, 4);
  if (mark !== magic || cardLength > whole.length - 16) throw damaged();
  const card = readCard(whole.subarray(16, 16 + cardLength));
  if (card === null) throw damaged();
  const classCount = card.classes.length;
  const rest = whole.slice(16 + cardLength).buffer;
  if (treeCount === 0 || rest.byteLength !== 4 * treeCount + count * (8 + 4 * classCount)) throw damaged();
  const roots = new Int32Array(rest, 0, treeCount);
  const nodes = new Int32Array(rest, 4 * treeCount, 2 * count);
  const shares = new Float32Array(rest, 4 * treeCount + 8 * count, count * classCount);
  const features = featuresOf(card.settings.features).length;
  if (roots.some((root) => root < 0 || root >= count) || !areSound(nodes, features)) throw damaged();
  const lanes = 4 * Math.ceil(classCount / 4);
  const leaves = new Float32Array(count * lanes);
  for (let n = 0; n < count; n++) leaves.set(shares.subarray(n * classCount, (n + 1) * classCount), n * lanes);
  if (leaves.some((v) => !(v >= 0 && v <= 1.001))) throw damaged();
  return { card, trees: { nodes, roots, leaves, classCount, lanes, features } };
}

function readCard(bytes: Uint8Array): ForestCard | null {
  try {
    const parsed = ForestCard.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Every node looks at a feature that there is and goes on to later nodes, or stays as no code passes its threshold. */
function areSound(nodes: Int32Array, features: number): boolean {
  const count = nodes.length / 2;
  for (let n = 0; n < count; n++) {
    const word = nodes[2 * n];
    const next = nodes[2 * n + 1];
    if (word >>> 16 >= features) return false;
    if (next === n ? (word << 16) >> 16 !== 32767 : next <= n || next + 1 >= count) return false;
  }
  return true;
}
