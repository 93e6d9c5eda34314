/**
 * Job `keep_terms`, once a night: tells people of what is due soon, then removes what is due of those who were told. Idempotent: what is
 * gone is not there to be removed. Each portion is a transaction of its own, so a run that is killed goes on where it was, and one that takes long lets others before it.
 */
import { grants } from '#domain/permissions.ts'
import { firstKept, type DataClass } from '#domain/retention.ts'
import { eraseSaid } from '#server/audit/aged-queries.ts'
import { systemActor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { track } from '#server/platform/track.ts'
import { blankEvidence, blankFormer, monthsBefore, removeMonth, type Aged } from '#server/time/aged-queries.ts'
import { beginOf } from './find-due.ts'
import { findConcerned, listTerms, lockTerm, setDone, type Term } from './queries.ts'
import { tellPeople } from './tell-people.ts'

const actor = systemActor('job', grants.admin)

/** Of one run: the worker has two hands, and others wait too. */
const mostPortions = 40
type Budget = { left: number }

/** False where it stopped before everything due was gone: whoever runs it runs it again. */
export async function keepTerms(db: Database, now_ms: number, portions = mostPortions): Promise<boolean> {
  const budget = { left: portions }
  let done = true
  for (const { class: of } of await listTerms(db)) {
    await transact(db, async (tx) => tellPeople(tx, actor, (await lockTerm(tx, 'class', of))!, now_ms))
    const term = (await listTerms(db)).find((one) => one.class === of)!
    if (term.keep !== null) done = (await removeDue(db, { ...term, keep: term.keep }, now_ms, budget)) && done
  }
  return done
}

type Kept = Term & { keep: number }
async function removeDue(db: Database, term: Kept, now_ms: number, budget: Budget): Promise<boolean> {
  const before = firstKept(term.class, term.keep, now_ms)
  const from = await beginOf(db, term)
  if (from === null || from >= before) return true
  return removers[term.class](db, term, { from, before, now: new Date(now_ms).toISOString() }, budget)
}

type Span = { from: string; before: string; now: string }
type Remover = (db: Database, term: Kept, span: Span, budget: Budget) => Promise<boolean>
const removers: Record<DataClass, Remover> = {
  evidence: async (db, term, span, budget) => {
    const concerned = await findConcerned(db, term.class, span, span.now)
    const people = concerned.filter(({ untold }) => !untold).map(({ id }) => id)
    if (people.length === 0) return true
    let entries = 0
    let through = span.from
    for (const month of monthsIn(span)) {
      const blanked = await blankMonth(db, { ...month, people }, budget)
      entries += blanked.entries
      if (!blanked.done) break
      through = month.before
    }
    await finish(db, term, people.length === concerned.length ? through : null, { entries, people: people.length })
    return through === span.before
  },

  time_entries: async (db, term, span, budget) => {
    let first_left: string | null = null
    let done = true
    for (const { month, hold } of await monthsBefore(db, span.before, term.also_approved)) {
      // a day wider than the month: days are people's own
      const days = { from: shifted(month, -1), before: shifted(monthAfter(month), 1) }
      const told = (await findConcerned(db, term.class, days, span.now)).every(({ untold }) => !untold)
      if (hold === null && told && budget.left-- > 0) await removeWhole(db, term, month)
      else {
        first_left ??= month
        if (hold === null && told) done = false
      }
    }
    await transact(db, (tx) => setDone(tx, term.class, first_left ?? span.before))
    return done
  },

  ledger: async (db, term, span, budget) => {
    const concerned = await findConcerned(db, term.class, span, span.now)
    if (concerned.some(({ untold }) => untold)) return true
    let changes = 0
    let through: string | null = null
    let done = false
    for (let after: string | null = null; !done && budget.left-- > 0;) {
      const portion = await transact(db, (tx) => eraseSaid(tx, span, after))
      changes += portion.erased
      ;[after, through, done] = [portion.last, portion.day ?? through, portion.done]
    }
    await finish(db, term, done ? span.before : through, { changes, people: concerned.length })
    return done
  },
}

/** What was put away goes with the last portion. */
async function blankMonth(db: Database, aged: Aged, budget: Budget): Promise<{ entries: number; done: boolean }> {
  let entries = 0
  for (let after: string | null = null; budget.left-- > 0;) {
    const portion = await transact(db, (tx) => blankEvidence(tx, aged, after))
    entries += portion.blanked
    after = portion.last
    if (portion.done) return { entries: entries + (await transact(db, (tx) => blankFormer(tx, aged))), done: true }
  }
  return { entries, done: false }
}

const removeWhole = (db: Database, term: Kept, month: string) =>
  transact(db, async (tx) => {
    const after = { month: month.slice(0, 7), entries: await removeMonth(tx, month) }
    await track(tx, actor, 'retention_term.month_removed', term.id, { after })
  })

/** Said in the ledger where something went. */
const finish = (db: Database, term: Kept, done: string | null, { people, ...removed }: Record<string, number>) =>
  transact(db, async (tx) => {
    if (done !== null) await setDone(tx, term.class, done)
    if (Object.values(removed).every((count) => count === 0)) return
    await track(tx, actor, 'retention_term.removed', term.id, { after: { class: term.class, ...removed, people } })
  })

const shifted = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
const monthAfter = (day: string) => shifted(`${day.slice(0, 7)}-01`, 32).slice(0, 7) + '-01'

/** The span cut at the firsts of months, so that each portion opens no other. */
function* monthsIn({ from, before }: Span): Generator<{ from: string; before: string }> {
  for (let begin = from; begin < before;) {
    const end = monthAfter(begin) < before ? monthAfter(begin) : before
    yield { from: begin, before: end }
    begin = end
  }
}
