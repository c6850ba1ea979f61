import type { Metadata } from '../../domain/acquisition.ts';

interface Element {
  readonly name: string;
  text: string;
  readonly children: Element[];
}

const deepest = 32;
const piece = /<(\/?)([A-Za-z_][\w.:-]*)[^<>]*>|[^<]+|</g;

/**
 * The elements of TIA's XML as metadata: a leaf is its text; `<Data><Label>..</Label><Value>..</Value><Unit>..</Unit></Data>`
 * becomes "label (unit)": value. Attributes do not occur in it. Never throws: what is not well-formed is left out.
 */
export function xmlMetadata(xml: string): Metadata {
  return treeOf(parse(xml));
}

function parse(xml: string): Element {
  const root: Element = { name: '', text: '', children: [] };
  const open: Element[] = [root];
  for (const match of xml.matchAll(piece)) {
    const here = open[open.length - 1];
    const [whole, slash, name] = match;
    if (name === undefined) here.text += whole;
    else if (slash === '/') {
      if (here.name === name && open.length > 1) open.pop();
    } else {
      const element: Element = { name, text: '', children: [] };
      here.children.push(element);
      if (!whole.endsWith('/>') && open.length < deepest) open.push(element);
    }
  }
  return root;
}

function treeOf(element: Element): Metadata {
  const entries = new Map<string, Metadata[string]>();
  for (const child of element.children) {
    const [name, value] = child.name === 'Data' ? labelled(child) : [child.name, elementValue(child)];
    if (child.name === 'Root' && isTree(value))
      for (const [key, inner] of Object.entries(value)) entries.set(key, inner);
    else entries.set(entries.has(name) ? `${name} (${entries.size})` : name, value);
  }
  return Object.fromEntries(entries);
}

function isTree(value: Metadata[string]): value is Metadata {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function elementValue(element: Element): Metadata[string] {
  if (element.children.length > 0) return treeOf(element);
  const text = plain(element.text);
  // header info of the camera is XML written as text
  if (element.name === 'TrueImageHeaderInfo') return xmlMetadata(text);
  return numberOr(text);
}

function labelled(data: Element): [string, Metadata[string]] {
  const text = (name: string) => plain(data.children.find((c) => c.name === name)?.text ?? '');
  const unit = text('Unit');
  const label = text('Label') || text('Index') || 'Data';
  return [unit === '' ? label : `${label} (${unit})`, numberOr(text('Value'))];
}

function numberOr(text: string): string | number {
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function plain(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => entities[name]).trim();
}
