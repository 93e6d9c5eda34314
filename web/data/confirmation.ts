/** "Is it still you?": what the API refuses until that is proven waits here while a dialog asks, and then goes on. */
type Listener = () => void

let waiting: ((confirmed: boolean) => void)[] = []
const listeners = new Set<Listener>()
const tell = () => {
  for (const listener of listeners) listener()
}

export const isAsked = () => waiting.length > 0
export function onAsked(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** However many calls wait, they ask once. Gives whether the person has proven it. */
export function askToConfirm(): Promise<boolean> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    tell()
  })
}

export function answerAll(confirmed: boolean): void {
  const all = waiting
  waiting = []
  for (const resolve of all) resolve(confirmed)
  tell()
}
