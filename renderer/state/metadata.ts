/** One line of a metadata tree that is shown. */
export interface MetadataRow {
  /** Keys from the root, joined by U+0000; unique. */
  readonly path: string;
  readonly depth: number;
  readonly key: string;
  /** The value verbatim; null for a branch. */
  readonly value: string | null;
  readonly open: boolean;
}

const separator = '\u0000';

/**
 * The lines of a metadata tree, top to bottom. Without a query the branches in `opened` show their children; with
 * one, whatever holds all its words (in key or value) is left, with the way to it.
 */
export function metadataRows(root: unknown, query: string, opened: ReadonlySet<string>): MetadataRow[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const rows: MetadataRow[] = [];
  for (const [key, value] of children(root)) visit(key, value, '', 0, words, (path) => opened.has(path), rows);
  return rows;
}

/** Adds the lines of one entry; returns whether it, or something below it, fits the query. */
function visit(
  key: string,
  value: unknown,
  above: string,
  depth: number,
  words: readonly string[],
  isOpen: (path: string) => boolean,
  rows: MetadataRow[],
): boolean {
  const path = above === '' ? key : above + separator + key;
  const branch = isBranch(value);
  const text = branch ? null : valueText(value);
  const here = `${key} ${text ?? ''}`.toLowerCase();
  const fits = words.every((word) => here.includes(word));
  const searching = words.length > 0;
  const place = rows.length;
  const open = branch && (searching || isOpen(path));
  rows.push({ path, depth, key, value: text, open });
  if (!branch || !open) {
    if (searching && !fits) rows.length = place;
    return fits;
  }
  // A branch that fits by its own name shows everything below it.
  const whole = searching && fits;
  let below = false;
  for (const [childKey, childValue] of children(value)) {
    below =
      visit(childKey, childValue, path, depth + 1, whole ? [] : words, whole ? () => true : isOpen, rows) || below;
  }
  if (searching && !fits && !below) rows.length = place;
  return fits || below;
}

function isBranch(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && (!Array.isArray(value) || value.some((v) => typeof v === 'object'))
  );
}

function children(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Paths of the branches at the root: what is open when a tree is shown first, if they are few. */
export function firstBranches(root: unknown): Set<string> {
  const branches = children(root).filter(([, value]) => isBranch(value));
  return new Set(branches.length <= 2 ? branches.map(([key]) => key) : []);
}
