/** Waits for something, but not for ever. */

/** @param milliseconds after which it is `late`; the work itself goes on unheard, its failure too */
export async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
