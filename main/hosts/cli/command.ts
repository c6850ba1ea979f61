import type { ParseArgsOptionsConfig } from 'node:util';
import { Failure } from '../../../app/domain/failure.ts';
import type { JobInfo } from '../../../app/domain/job.ts';
import type { Client } from './client.ts';

/** What a command has: the services, its words, and where to write. */
export interface CommandContext {
  readonly client: Client;
  readonly words: readonly string[];
  readonly flags: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  /** True with --json: print exactly one JSON document on standard output. */
  readonly json: boolean;
  readonly print: (text: string) => void;
  readonly note: (text: string) => void;
  /** Waits for a job, with progress on standard error. */
  readonly job: (start: Promise<JobInfo>) => Promise<JobInfo>;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly examples: readonly string[];
  readonly options: ParseArgsOptionsConfig;
  /** Help of each option, by name: value placeholder and sentence. */
  readonly optionHelp: Readonly<Record<string, readonly [value: string, help: string]>>;
  /** The exit code: 0 all well, 1 something failed. Throws `Failure`; tag wrong-usage exits with 2. */
  readonly run: (context: CommandContext) => Promise<number>;
}

export function wrongUsage(message: string, command: string): Failure {
  return new Failure('wrong-usage', message, `See: morphoscope ${command} --help`);
}

/** The text of an option that was given, or undefined. */
export function textFlag(context: CommandContext, name: string): string | undefined {
  const value = context.flags[name];
  return typeof value === 'string' ? value : undefined;
}

/** The text of an option that must be given. */
export function needFlag(context: CommandContext, name: string, command: string): string {
  const value = textFlag(context, name);
  if (value === undefined || value === '') throw wrongUsage(`--${name} is missing.`, command);
  return value;
}

/** A positive number given as an option, or null. */
export function numberFlag(context: CommandContext, name: string, command: string): number | null {
  const text = textFlag(context, name);
  if (text === undefined) return null;
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value)))
    throw wrongUsage(`--${name} needs a positive number, not “${text}”.`, command);
  return value;
}

/** `1 image`, `2 images`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
