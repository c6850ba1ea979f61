import type { z } from 'zod';

/** One question that the window may ask the services. */
export interface Call<In extends z.ZodType = z.ZodType, Out extends z.ZodType = z.ZodType> {
  readonly input: In;
  readonly output: Out;
  readonly help: string;
}

export function call<In extends z.ZodType, Out extends z.ZodType>(help: string, input: In, output: Out): Call<In, Out> {
  return { help, input, output };
}
