import { z } from 'zod';

/**
 * What went wrong, told so that a microscopist can act: a stable tag for programs, a sentence for people
 * that names the file or thing, and the next step.
 */
export const FailureInfo = z.object({
  tag: z.enum([
    'not-found',
    'unreadable',
    'unknown-format',
    'truncated',
    'malformed',
    'unsupported',
    'not-an-image',
    'too-large',
    'no-calibration',
    'wrong-usage',
    'invalid-input',
    'stale',
    'read-only',
    'project-locked',
    'project-newer',
    'project-damaged',
    'network-share',
    'no-project',
    'disk-full',
    'stopped',
    'engine-crashed',
    'disconnected',
    'internal',
  ]),
  message: z.string(),
  remedy: z.string(),
  /** The file or thing it happened to, as the person knows it. */
  subject: z.string().optional(),
});
export type FailureInfo = z.infer<typeof FailureInfo>;
export type FailureTag = FailureInfo['tag'];

/** The only error that code throws on purpose. It crosses the border as its `info`, never as a stack. */
export class Failure extends Error {
  readonly info: FailureInfo;
  constructor(tag: FailureTag, message: string, remedy: string, subject?: string) {
    super(message);
    this.name = 'Failure';
    this.info = subject === undefined ? { tag, message, remedy } : { tag, message, remedy, subject };
  }
  static of(info: FailureInfo): Failure {
    return new Failure(info.tag, info.message, info.remedy, info.subject);
  }
  /** Any thrown thing as a failure; what was not thrown on purpose becomes `internal`. */
  static from(thrown: unknown): Failure {
    if (thrown instanceof Failure) return thrown;
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    return new Failure(
      'internal',
      `Unexpected error: ${text}`,
      'Try again. If it comes back, restart the program and report this text.',
    );
  }
}
