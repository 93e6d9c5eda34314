/** The words that mistakes are corrected to, kept in memory and caught up with a few seconds after the database counted new ones. */
import { emptyLexicon, learn, type Lexicon } from '#domain/typing-mistakes.ts'
import type { Database } from '#server/platform/database.ts'
import { countedWords } from './word-queries.ts'

const renewAfter_ms = 10_000

/** Gives the words as of a few seconds ago. The first call loads them all, later ones what was counted since. */
export type Words = (db: Database, now_ms: number) => Promise<Lexicon>

export function createWords(): Words {
  const lexicon = emptyLexicon()
  let since: string | null = null
  let loaded_ms = -Infinity
  let loading: Promise<void> | null = null
  const load = async (db: Database, now_ms: number) => {
    for (const { word, rows, counted_at } of await countedWords(db, since)) {
      learn(lexicon, word, rows)
      if (since === null || counted_at > since) since = counted_at
    }
    loaded_ms = now_ms
  }
  return async (db, now_ms) => {
    if (now_ms - loaded_ms < renewAfter_ms) return lexicon
    // one loads, and only those wait who have nothing yet
    loading ??= load(db, now_ms).finally(() => {
      loading = null
    })
    if (since === null) await loading
    else loading.catch(() => {})
    return lexicon
  }
}
