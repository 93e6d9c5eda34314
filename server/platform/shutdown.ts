/** One orderly way to stop: the last thing started is the first stopped. A second signal does not wait. */
import { isDatabaseAway } from './database-loss.ts'
import type { Log } from './log.ts'

export type Stack = {
  add: (name: string, stop: () => Promise<unknown>) => void
  unwind: () => Promise<void>
  isUnwinding: () => boolean
}

export function shutdownStack(log: () => Log | null): Stack {
  const steps: { name: string; stop: () => Promise<unknown> }[] = []
  let unwinding = false
  return {
    add: (name, stop) => steps.push({ name, stop }),
    isUnwinding: () => unwinding,
    unwind: async () => {
      unwinding = true
      for (const { name, stop } of steps.splice(0).reverse())
        await stop().catch((error: unknown) => log()?.error({ err: error as Error }, `could not stop ${name}`))
    },
  }
}

const patience_ms = 25_000

/** Ends the process with 0 after SIGINT or SIGTERM, with 1 after an error nobody caught. */
export function stopOnSignals(stack: Stack, log: () => Log | null): void {
  let stopping = false
  const stop = (code: number) => {
    if (stopping) process.exit(1)
    stopping = true
    setTimeout(() => process.exit(1), patience_ms).unref()
    void stack.unwind().then(() => process.exit(code))
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(0))
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error) => {
      // the job library gives up some promises when the database goes; losing it never ends the process (reliability §3.2)
      if (isDatabaseAway(error)) return log()?.warn({ err: error as Error }, 'database connection lost')
      log()?.fatal({ err: error as Error }, 'stopping after an error nobody caught')
      stop(1)
    })
}
