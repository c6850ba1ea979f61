import { newTreeRecords } from './btree.ts';
import { fixedTexts, type StoredType, typeKind } from './datatype.ts';
import { heapObject, openHeap } from './fractal-heap.ts';
import type { GlobalHeap } from './global-heap.ts';
import { datatypeOf, readDataspace } from './messages.ts';
import { type Message, message } from './object-header.ts';
import { pixelOf } from './pixel.ts';
import { Cursor, type Store } from './store.ts';

/** A value that hangs on a group or dataset; null for what is neither text nor number. */
export type AttributeValue = string | number | boolean | null | readonly (string | number)[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

const mostValues = 65_536;

/** All attributes of an object, those in its header and those in its heap. */
export function attributesOf(store: Store, messages: readonly Message[], heap: GlobalHeap): Attributes {
  const found: Record<string, AttributeValue> = {};
  for (const m of messages) if (m.type === message.attribute && !m.shared) addAttribute(store, m.content, heap, found);
  const info = messages.find((m) => m.type === message.attributeInfo);
  if (info === undefined) return found;
  const cursor = new Cursor(store, info.content).skip(1);
  if ((cursor.u8() & 1) !== 0) cursor.skip(2);
  const heapAddress = cursor.address();
  const tree = cursor.address();
  if (heapAddress === null || tree === null) return found;
  const dense = openHeap(store, heapAddress);
  for (const record of newTreeRecords(store, tree))
    addAttribute(store, heapObject(dense, record.subarray(0, dense.idBytes)), heap, found);
  return found;
}

/** Reads an attribute message, versions 1 to 3. */
function addAttribute(
  store: Store,
  content: Uint8Array<ArrayBuffer>,
  heap: GlobalHeap,
  into: Record<string, AttributeValue>,
): void {
  const cursor = new Cursor(store, content);
  const version = cursor.u8();
  const flags = cursor.u8();
  const sizes = [cursor.u16(), cursor.u16(), cursor.u16()];
  if (version < 1 || version > 3) throw store.damaged('an attribute in it is of no known kind');
  if (version === 3) cursor.skip(1);
  const part = (size: number): Uint8Array<ArrayBuffer> => {
    const bytes = cursor.part(size) as Uint8Array<ArrayBuffer>;
    if (version === 1) cursor.skip(Math.min(cursor.left, (8 - (size % 8)) % 8));
    return bytes;
  };
  const name = new Cursor(store, part(sizes[0])).text(sizes[0]);
  const type = datatypeOf(store, part(sizes[1]), version > 1 && (flags & 1) !== 0);
  const { shape } = readDataspace(new Cursor(store, part(sizes[2])));
  const count = (shape ?? [0]).reduce((n, size) => n * size, 1);
  into[name] = null;
  if (count === 0 || count > mostValues) return;
  const bytes = cursor.part(count * type.size).slice();
  const values = type.vlenText
    ? heap.texts(bytes, count)
    : type.kind === typeKind.text
      ? fixedTexts(bytes, type.size, count)
      : numbers(bytes, type);
  if (values === null) return;
  into[name] = shape?.length === 0 ? values[0] : (values as readonly (string | number)[]);
}

function numbers(bytes: Uint8Array<ArrayBuffer>, type: StoredType): readonly (number | boolean)[] | null {
  const pixel = pixelOf(type);
  if (pixel === null || pixel.elementType === 'rgb8' || pixel.elementType.startsWith('complex')) return null;
  const values = Array.from(pixel.decode(bytes), Number);
  return pixel.elementType === 'bool' ? values.map((v) => v !== 0) : values;
}
