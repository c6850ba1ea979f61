/** Text of "[Section]" and "name=value" lines, as microscopes write it. Names before the first section are in ''. */
export function iniSections(text: string): Record<string, Record<string, string>> {
  const sections: Record<string, Record<string, string>> = {};
  let current = '';
  for (const line of text.split(/\r\n|\n|\r/)) {
    const plain = line.trim();
    const heading = /^\[(.*)\]$/.exec(plain)?.[1];
    if (heading !== undefined) {
      current = heading;
      continue;
    }
    const equals = plain.indexOf('=');
    if (equals <= 0) continue;
    sections[current] ??= {};
    sections[current][plain.slice(0, equals)] = plain.slice(equals + 1);
  }
  return sections;
}
