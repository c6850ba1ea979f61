import { parseArgs } from 'node:util';
import { Failure } from '../../../app/domain/failure.ts';
import type { Client } from './client.ts';
import type { Command } from './command.ts';
import { commandHelp, programHelp } from './help.ts';
import { progressPrinter } from './progress.ts';

export interface Terminal {
  readonly print: (text: string) => void;
  readonly err: { write(text: string): unknown; isTTY?: boolean };
}

/**
 * Runs one command line.
 * @param connect makes the services when a command needs them, so that help is instant
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage
 */
export async function runCommandLine(
  argv: readonly string[],
  commands: readonly Command[],
  version: string,
  terminal: Terminal,
  connect: () => Promise<Client>,
): Promise<number> {
  const { print, err } = terminal;
  const [name, ...rest] = argv;
  const json = rest.includes('--json');
  const fail = (failure: Failure) => {
    if (json) print(JSON.stringify({ error: failure.info }, null, 1));
    err.write(`morphoscope: ${failure.info.message}\n  ${failure.info.remedy}\n`);
    return failure.info.tag === 'wrong-usage' ? 2 : 1;
  };
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    print(programHelp(commands, version));
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    print(version);
    return 0;
  }
  const command = commands.find((c) => c.name === name);
  if (command === undefined) {
    return fail(new Failure('wrong-usage', `There is no command “${name}”.`, 'See: morphoscope --help'));
  }
  try {
    const parsed = (() => {
      try {
        return parseArgs({
          args: rest,
          options: { ...command.options, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
          allowPositionals: true,
        });
      } catch (error) {
        const text = error instanceof Error ? error.message.split(/[.\n]/)[0] : String(error);
        throw new Failure('wrong-usage', `${text}.`, `See: morphoscope ${command.name} --help`);
      }
    })();
    const flags: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>> = parsed.values;
    if (flags['help'] === true) {
      print(commandHelp(command));
      return 0;
    }
    const client = await connect();
    return await command.run({
      client,
      words: parsed.positionals,
      flags,
      json,
      print,
      note: (text) => err.write(`${text}\n`),
      job: (start) => client.job(start, progressPrinter(err)),
    });
  } catch (thrown) {
    return fail(Failure.from(thrown));
  }
}
