/** What came of one item: its result, or what was thrown. */
export type Outcome<R> = { readonly result: R } | { readonly thrown: unknown };

/**
 * Starts work on up to `ahead` items at once and gives the outcomes in the order of the items. Starts nothing more when
 * the caller stops taking. Memory: at most `ahead` results are held.
 */
export async function* inOrder<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  ahead: number,
  start: (item: T) => Promise<R>,
): AsyncGenerator<{ readonly item: T; readonly outcome: Outcome<R> }> {
  const running: { item: T; outcome: Promise<Outcome<R>> }[] = [];
  const take = async () => {
    const first = running.shift();
    return first === undefined ? null : { item: first.item, outcome: await first.outcome };
  };
  for await (const item of items) {
    const outcome = start(item).then(
      (result) => ({ result }),
      (thrown: unknown) => ({ thrown }),
    );
    running.push({ item, outcome });
    if (running.length < ahead) continue;
    const done = await take();
    if (done !== null) yield done;
  }
  for (let done = await take(); done !== null; done = await take()) yield done;
}
