/** Some ten seconds apart: a lock or a restart is over by then. */
const enoughAttempts = 3

/**
 * A fault of ours must not keep a person waiting for hours: when a job has failed so often, `tell` says so to whoever waits for it.
 * Throws what the work threw, for the log.
 */
export async function orTell(attempts: number, work: () => Promise<void>, tell: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (attempts >= enoughAttempts) await tell()
    throw error
  }
}
