import type { Command } from './command.ts';

const common = [
  ['--json', 'Print one JSON document on standard output; progress stays on standard error.'],
  ['--help', 'Show this.'],
] as const;

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}

export function programHelp(commands: readonly Command[], version: string): string {
  return [
    `Morphoscope ${version}: electron micrographs of nanomaterials, from files to measured particles.`,
    '',
    'Usage: morphoscope COMMAND [words] [--options]',
    '',
    table(commands.map((c) => [c.name, c.summary])),
    '',
    'morphoscope COMMAND --help shows a command with examples. The window starts with: npm start',
    'Exit codes: 0 done, 1 something failed (the message says what and what to do), 2 wrong usage.',
  ].join('\n');
}

export function commandHelp(command: Command): string {
  const own = Object.entries(command.optionHelp).map(
    ([name, [value, help]]) => [`--${name}${value === '' ? '' : ` ${value}`}`, help] as const,
  );
  return [
    command.summary,
    '',
    `Usage: morphoscope ${command.usage}`,
    '',
    table([...own, ...common]),
    '',
    'Examples:',
    ...command.examples.map((e) => `  ${e}`),
  ].join('\n');
}
