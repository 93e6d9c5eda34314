/** Doing a deed to many records from a screen: said when it is done, taken back on request, and done again. */
import { useQueryClient } from '@tanstack/react-query'
import type { BulkResult } from '../../domain/bulk.ts'
import { number } from '../ui/formats.tsx'
import { say } from '../ui/toasts.tsx'
import { doneIn, inParts, isDone, reasonsIn, waysBack, type Deed, type Target } from './bulk.ts'
import type { Recorded, Resource } from './resource.ts'

type Walk = Parameters<typeof inParts>[3]
export const pluralOf = (noun: string) => `${noun.replace(/y$/, 'ie')}s`
export const countOf = (count: number, noun: string) => `${number(count)} ${count === 1 ? noun : pluralOf(noun)}`
export const pastOf = (deed: Deed) => ('delete' in deed ? 'deleted' : 'restore' in deed ? 'restored' : 'changed')

export function useDeeds<Row extends Recorded>({ bulk, key, noun }: Resource<Row>) {
  const client = useQueryClient()
  const reread = () =>
    Promise.all([key, 'lookup', 'reports'].map((first) => client.invalidateQueries({ queryKey: [first] })))

  /**
   * What was changed meanwhile stays as it is, and the error says how many and why. Where it breaks off, taking back the rest is
   * the next undo.
   */
  async function takeBack(deed: Deed, results: BulkResult[], tell: (text: string) => void) {
    const total = doneIn(results).length
    let back: BulkResult[] = []
    try {
      for (const way of waysBack(deed, results)) {
        const before = back
        const onPart = (part: BulkResult[]) => {
          back = [...before, ...part]
          if (back.length < total) tell(`${number(back.length)} of ${number(total)} taken back…`)
        }
        await inParts(bulk!, way.deed, way.targets, { onPart })
      }
    } catch (error) {
      const known = new Set(back.map(({ id }) => id))
      const rest = results.filter(({ id }) => !known.has(id))
      say(`${number(back.length)} of ${number(total)} taken back, the rest not yet.`, (more) =>
        takeBack(deed, rest, more),
      )
      throw error
    } finally {
      await reread()
    }
    const stay = back.filter((result) => !isDone(result))
    if (stay.length > 0)
      throw new Error(`${number(total - stay.length)} of ${number(total)} taken back. ${reasonsIn(stay).join(' ')}`)
    return () => run(deed, back)
  }

  /** The results of what was sent; the toast takes back what was done, even where the rest failed. @throws what ended it early */
  async function run(deed: Deed, targets: readonly Target[], walk: Walk = {}): Promise<BulkResult[]> {
    let results: BulkResult[] = []
    const onPart = (part: BulkResult[]) => {
      results = part
      walk.onPart?.(part)
    }
    try {
      return await inParts(bulk!, deed, targets, { ...walk, onPart })
    } finally {
      const worked = doneIn(results).length
      const text = `${countOf(worked, noun)} ${pastOf(deed)}.`
      say(text, worked > 0 ? (tell) => takeBack(deed, results, tell) : null)
      void reread()
    }
  }
  return { run }
}
