/** Work on one thing in turns: at most so many at once for each key, the others wait in order. */
type Line = { running: number; waiting: (() => void)[] }

export function createTurns(atOnce: number) {
  const lines = new Map<string, Line>()
  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const line = lines.get(key) ?? { running: 0, waiting: [] }
    lines.set(key, line)
    if (line.running >= atOnce) await new Promise<void>((resolve) => line.waiting.push(resolve))
    else line.running += 1
    try {
      return await work()
    } finally {
      const next = line.waiting.shift()
      // the one who waited takes over the place, so the count stays
      if (next) next()
      else if (--line.running === 0) lines.delete(key)
    }
  }
}
