/** What reading YAML gives. */
export type Yaml = string | number | boolean | null | Yaml[] | { [key: string]: Yaml };

interface Line {
  readonly indent: number;
  readonly text: string;
}

/** Deeper nesting is no description of anything. */
const deepest = 64;

/** Cuts a comment off, but not inside quotes. */
function withoutComment(text: string): string {
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quote !== '') {
      if (c === '\\' && quote === '"') i++;
      else if (c === quote) quote = '';
    } else if ((c === '"' || c === "'") && (i === 0 || /[\s[{,:-]/.test(text[i - 1]))) quote = c;
    else if (c === '#' && (i === 0 || /\s/.test(text[i - 1]))) return text.slice(0, i);
  }
  return text;
}

/**
 * Reads the part of YAML that descriptions of models use: blocks and flows of maps and lists, plain and quoted scalars that may go on
 * over lines, literal and folded text. Throws RangeError on anything else (anchors, tags, several documents, tabs).
 */
export function readYaml(text: string): Yaml {
  const raw = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const from = raw.findIndex((line) => /^---(\s|$)/.test(line));
  const body = from >= 0 && raw.slice(0, from).every((line) => /^(%|\s*#|\s*$)/.test(line)) ? raw.slice(from + 1) : raw;
  return new Reader(body).whole();
}

class Reader {
  readonly #raw: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(raw: readonly string[]) {
    this.#raw = raw;
  }

  whole(): Yaml {
    const value = this.#block(-1);
    if (this.#peek() !== null) throw this.#wrong('it has more than one value');
    return value;
  }

  #wrong(why: string): RangeError {
    return new RangeError(`line ${this.#at + 1}: ${why}`);
  }

  /** The next line that says something. */
  #peek(): Line | null {
    for (; this.#at < this.#raw.length; this.#at++) {
      const line = withoutComment(this.#raw[this.#at]).trimEnd();
      if (line.trim() === '') continue;
      if (line === '...') return null;
      const indent = line.length - line.trimStart().length;
      if (line.slice(0, indent).includes('\t')) throw this.#wrong('it is indented by tabs');
      return { indent, text: line.trimStart() };
    }
    return null;
  }

  /** The value that stands deeper than `parent`; null when nothing does. */
  #block(parent: number): Yaml {
    const line = this.#peek();
    if (line === null || line.indent <= parent) return null;
    if (++this.#depth > deepest) throw this.#wrong('it is nested too deeply');
    try {
      if (/^-(\s|$)/.test(line.text)) return this.#list(line.indent);
      if (this.#keyOf(line.text) !== null) return this.#map(line.indent);
      this.#at++;
      return this.#scalar(line.text, parent);
    } finally {
      this.#depth--;
    }
  }

  #list(indent: number): Yaml[] {
    const list: Yaml[] = [];
    for (let line = this.#peek(); line?.indent === indent && /^-(\s|$)/.test(line.text); line = this.#peek()) {
      const rest = line.text.slice(1).trimStart();
      if (rest === '') {
        this.#at++;
        list.push(this.#block(indent));
      } else if (/^-(\s|$)/.test(rest) || this.#keyOf(rest) !== null) {
        // the item's own block begins behind the dash
        const inner = indent + line.text.length - rest.length;
        (this.#raw as string[])[this.#at] = ' '.repeat(inner) + rest;
        list.push(this.#block(indent));
      } else {
        this.#at++;
        list.push(this.#scalar(rest, indent));
      }
    }
    return list;
  }

  #map(indent: number): { [key: string]: Yaml } {
    const map: { [key: string]: Yaml } = Object.create(null);
    for (let line = this.#peek(); line?.indent === indent; line = this.#peek()) {
      const key = this.#keyOf(line.text);
      if (key === null) throw this.#wrong('it is no entry of a map');
      if (key.name in map) throw this.#wrong(`${key.name} is there twice`);
      this.#at++;
      const next = key.rest === '' ? this.#peek() : null;
      // a list may stand as deep as the key that it belongs to
      if (next?.indent === indent && /^-(\s|$)/.test(next.text)) map[key.name] = this.#list(indent);
      else map[key.name] = key.rest === '' ? this.#block(indent) : this.#scalar(key.rest, indent);
    }
    const line = this.#peek();
    if (line !== null && line.indent > indent) throw this.#wrong('it is indented too far');
    return { ...map };
  }

  #keyOf(text: string): { readonly name: string; readonly rest: string } | null {
    const quoted = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)')\s*:(?:\s+(.*))?$/.exec(text);
    if (quoted) return { name: quoted[1] ?? quoted[2].replaceAll("''", "'"), rest: quoted[3] ?? '' };
    const plain = /^([^\s"'[\]{},&*!|>%@`#][^:#]*?)\s*:(?:\s+(.*))?$/.exec(text);
    return plain ? { name: plain[1], rest: plain[2] ?? '' } : null;
  }

  /** A scalar or flow that begins with `text` and may go on in deeper lines. */
  #scalar(text: string, parent: number): Yaml {
    const block = /^([|>])([+-]?)$/.exec(text);
    if (block) return this.#text(block[1] === '>', block[2] === '-', parent);
    if (/^[&*!%@`]/.test(text)) throw this.#wrong(`“${text[0]}” is not known here`);
    let whole = text;
    const open = (): boolean => {
      if (/^["']/.test(whole)) return !closed(whole);
      return /^[[{]/.test(whole) && depthOf(whole) > 0;
    };
    const quotedOrFlow = /^["'[{]/.test(whole);
    for (
      let next = this.#peek();
      next !== null && (open() || (!quotedOrFlow && next.indent > parent));
      next = this.#peek()
    ) {
      if (!quotedOrFlow && this.#keyOf(next.text) !== null) throw this.#wrong('a value has entries of its own');
      whole += ` ${next.text}`;
      this.#at++;
    }
    if (open()) throw this.#wrong('a quote or bracket is not closed');
    return /^["'[{]/.test(whole) ? new Flow(whole, (why) => this.#wrong(why)).whole() : plainValue(whole);
  }

  #text(folded: boolean, strip: boolean, parent: number): string {
    const kept: string[] = [];
    let indent = -1;
    for (; this.#at < this.#raw.length; this.#at++) {
      const line = this.#raw[this.#at].trimEnd();
      const own = line.length - line.trimStart().length;
      if (line !== '' && own <= parent) break;
      if (line !== '' && indent < 0) indent = own;
      kept.push(line.slice(Math.max(0, indent)));
    }
    const joined = folded ? kept.join('\n').replaceAll(/([^\n])\n(?=[^\n])/g, '$1 ') : kept.join('\n');
    const trimmed = joined.replace(/\n+$/, '');
    return strip ? trimmed : `${trimmed}\n`;
  }
}

function closed(text: string): boolean {
  if (text[0] === "'") return /^'(?:[^']|'')*'$/.test(text.trimEnd());
  return /^"(?:[^"\\]|\\.)*"$/.test(text.trimEnd());
}

/** Brackets that are open at the end of a flow. */
function depthOf(text: string): number {
  let [depth, quote] = [0, ''];
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quote !== '') {
      if (c === '\\' && quote === '"') i++;
      else if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '[' || c === '{') depth++;
    else if (c === ']' || c === '}') depth--;
  }
  return depth;
}

function plainValue(text: string): Yaml {
  const value = text.trim();
  if (/^(?:null|Null|NULL|~|)$/.test(value)) return null;
  if (/^(?:true|True|TRUE)$/.test(value)) return true;
  if (/^(?:false|False|FALSE)$/.test(value)) return false;
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(value)) return Number(value);
  return value;
}

/** Reads one quoted scalar, `[...]` or `{...}`. */
class Flow {
  readonly #text: string;
  readonly #wrong: (why: string) => RangeError;
  #at = 0;
  #depth = 0;

  constructor(text: string, wrong: (why: string) => RangeError) {
    this.#text = text;
    this.#wrong = wrong;
  }

  whole(): Yaml {
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) throw this.#wrong('something stands behind a value');
    return value;
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #value(): Yaml {
    if (++this.#depth > deepest) throw this.#wrong('it is nested too deeply');
    this.#space();
    const c = this.#text[this.#at];
    const value =
      c === '[' ? this.#list() : c === '{' ? this.#map() : c === '"' || c === "'" ? this.#quoted(c) : this.#plain();
    this.#depth--;
    return value;
  }

  #list(): Yaml[] {
    const list: Yaml[] = [];
    this.#at++;
    for (this.#space(); this.#text[this.#at] !== ']'; this.#space()) {
      list.push(this.#value());
      this.#comma(']');
    }
    this.#at++;
    return list;
  }

  #map(): { [key: string]: Yaml } {
    const map: { [key: string]: Yaml } = Object.create(null);
    this.#at++;
    for (this.#space(); this.#text[this.#at] !== '}'; this.#space()) {
      const key = this.#value();
      if (typeof key === 'object' && key !== null) throw this.#wrong('a key is no word');
      this.#space();
      if (this.#text[this.#at] !== ':') throw this.#wrong('a key has no value');
      this.#at++;
      map[String(key)] = this.#value();
      this.#comma('}');
    }
    this.#at++;
    return { ...map };
  }

  #comma(end: string): void {
    this.#space();
    if (this.#text[this.#at] === ',') this.#at++;
    else if (this.#text[this.#at] !== end) throw this.#wrong(`“${end}” is missing`);
  }

  #quoted(quote: string): string {
    const pattern = quote === '"' ? /"((?:[^"\\]|\\.)*)"/y : /'((?:[^']|'')*)'/y;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match) throw this.#wrong('a quote is not closed');
    this.#at = pattern.lastIndex;
    if (quote === "'") return match[1].replaceAll("''", "'");
    try {
      return JSON.parse(match[0]) as string;
    } catch {
      throw this.#wrong('a quoted text has an unknown escape');
    }
  }

  #plain(): Yaml {
    const pattern = /[^,[\]{}]*?(?=\s*(?:[,[\]{}]|:\s|:$|$))/y;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match || match[0] === '') throw this.#wrong('a value is missing');
    this.#at = pattern.lastIndex;
    return plainValue(match[0]);
  }
}
