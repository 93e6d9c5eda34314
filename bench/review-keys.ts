/**
 * `node bench/review-keys.ts`: the review queue in a real browser, decided by keys alone until nothing waits. Measured is what Daybook has a
 * part in: from a key to the next entry on the screen, which place the right guess had, and how many keys an entry took. What a person
 * adds is no measurement but the keystroke-level model (Card, Moran and Newell 1980).
 */
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Page } from 'playwright-core'
import { buildCatalog, mapEntry } from '#domain/mapping.ts'
import { inBrowser } from './in-browser.ts'
import { middle } from './measure.ts'
import { reviewCompany, type Worked } from './review-company.ts'

const day_ms = 86_400_000
/** People of two companies other than those the weights were found on, one of each the rougher kind. */
const reviewers = [
  { seed: 101, user: 0, rough: false },
  { seed: 101, user: 7, rough: false },
  { seed: 102, user: 3, rough: true },
  { seed: 102, user: 11, rough: true },
]
/** A press of a key by an average typist who is no secretary; deciding what to do; both in seconds, as published. */
const [k_s, m_s] = [0.28, 1.35]

/** Where the entry that begins then belongs, as the screen writes it. */
type Truth = { name: string; account: string }
const truths = new Map<string, Truth>()
const emailOf = (place: number) => `person${place}@bench.example`

/** Eight weeks of one person, the last day yesterday: what was decided in six of them, and what waits of the last two. */
async function fillPerson(pool: pg.Pool, place: number, { seed, user, rough }: (typeof reviewers)[number]) {
  const { accounts, deals, days, worked } = reviewCompany(seed, rough)
  const catalog = buildCatalog({ accounts, deals })
  const ids = new Map([...accounts, ...deals].map(({ id }) => [id, randomUUID()]))
  const idOf = (id: string | null) => (id === null ? null : ids.get(id)!)
  await pool.query('insert into accounts (id, name) select * from unnest($1::uuid[], $2::text[])', [
    accounts.map(({ id }) => idOf(id)),
    accounts.map(({ name }) => name),
  ])
  await pool.query(
    `insert into deals (id, account_id, name, stage, closed_at)
     select id, account_id, name, case when won then 'won' else 'negotiation' end, case when won then now() end
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::boolean[]) as d (id, account_id, name, won)`,
    [
      deals.map(({ id }) => idOf(id)),
      deals.map(({ account_id }) => idOf(account_id)),
      deals.map(({ name }) => name),
      deals.map(({ won }) => won),
    ],
  )
  const { rows } = await pool.query<{ id: string }>(
    `insert into users (name, email, role, zone) values ($1, $2, 'sales', 'UTC') returning id`,
    [`Person ${place + 1}`, emailOf(place)],
  )
  const midnight_ms = Math.floor(Date.now() / day_ms) * day_ms
  const later_ms = midnight_ms - Math.floor(worked[0]!.start_ms / day_ms) * day_ms - days * day_ms
  const at = (instant_ms: number) => new Date(instant_ms + later_ms).toISOString()
  const rowOf = (entry: Worked) => {
    const found = mapEntry(entry, catalog)
    const clear = 'mapping' in found
    const waits = !clear && entry.day >= days - 14
    const spot = waits ? null : clear ? found : entry.chosen
    const rule = { reason: 'Put here.', confidence: 1, matched: null, runner_up: null }
    return {
      user_id: rows[0]!.id,
      account_id: spot && idOf(spot.account_id),
      deal_id: spot && idOf(spot.deal_id),
      start_time: at(entry.start_ms),
      end_time: at(entry.end_ms),
      duration_seconds: (entry.end_ms - entry.start_ms) / 1_000,
      external_id: `${place} ${entry.start_ms}`,
      mapping: spot && { rule: clear ? 'project_name' : 'person', ...rule },
      status: spot ? 'synced' : 'unmapped',
      project_name: entry.project_name ?? null,
      tags: entry.tags ?? [],
      title: entry.title,
      url: entry.url,
      app: entry.app,
    }
  }
  const own = worked.filter((entry) => entry.user === user)
  await pool.query(
    `insert into time_entries (user_id, account_id, deal_id, start_time, end_time, duration_seconds, zone, activity_type, source, external_id, billable,
                               mapping, status, project_name, tags, title, url, app)
     select user_id, account_id, deal_id, start_time, end_time, duration_seconds, 'UTC', 'app', 'agent', external_id, account_id is not null or status = 'unmapped',
            mapping, status, project_name, tags, title, url, app
     from jsonb_to_recordset($1) as e (user_id uuid, account_id uuid, deal_id uuid, start_time timestamptz, end_time timestamptz, duration_seconds integer,
                                      external_id text, mapping jsonb, status text, project_name text, tags text[], title text, url text, app text)`,
    [JSON.stringify(own.map(rowOf))],
  )
  const nameOf = new Map([...accounts, ...deals].map(({ id, name }) => [id, name]))
  for (const { start_ms, truth } of own)
    truths.set(`${emailOf(place)} ${at(start_ms)}`, {
      name: truth.account_id === null ? 'Internal, not billable' : nameOf.get(truth.deal_id ?? truth.account_id)!,
      account: truth.deal_id === null ? '' : nameOf.get(truth.account_id!)!,
    })
}

/** `place` of the right guess, from 1 on; 0 where it was none of them. */
type Decided = { place: number; keys: number; next_ms: number; moved: boolean }

/** What runs in the page is text: this side knows no document. */
const shown = `(() => {
  const panel = document.querySelector('section[aria-label=Decision]')
  if (!panel) return null
  const text = (node) => node.textContent.replace(/\\s+/g, ' ').trim()
  return {
    id: document.querySelector('[data-entry][aria-current=true]').dataset.entry,
    start: panel.querySelector('time').dateTime,
    guesses: [...panel.querySelectorAll('ol button .font-medium')].map(text),
  }
})()`
type Shown = { id: string; start: string; guesses: string[] }

/** From each key on until another entry, or that all is done, was painted. There before the first key: a key is not waited for by a script. */
const listen = `addEventListener('keydown', (event) => {
  const idNow = () => document.querySelector('[data-entry][aria-current=true]')?.dataset.entry
  const before = idNow()
  window.took = new Promise((done) => {
    const look = () => idNow() === before
      ? requestAnimationFrame(look)
      : requestAnimationFrame(() => setTimeout(() => done(performance.now() - event.timeStamp)))
    look()
  })
}, { capture: true })`

/** As long as anybody looks at least before pressing a key: what the screen does until then it has done. */
const look_ms = 500

async function review(page: Page, email: string): Promise<Decided[]> {
  const decided: Decided[] = []
  await page.locator('section[aria-label=Decision]').waitFor()
  await page.evaluate(listen)
  for (
    let first = (await page.evaluate(shown)) as Shown | null;
    first;
    first = (await page.evaluate(shown)) as Shown | null
  ) {
    await page.waitForTimeout(look_ms)
    const { start, guesses } = (await page.evaluate(shown)) as Shown
    const truth = truths.get(`${email} ${start}`)!
    const said = `${truth.name} ${truth.account}`.trim()
    const place = guesses.indexOf(said) + 1
    const { keys, last } = await keysFor(page, truth, place)
    await page.keyboard.press(last)
    decided.push({ place, keys, next_ms: await page.evaluate<number>('took'), moved: first.guesses[0] !== guesses[0] })
  }
  return decided
}

/** Every key but the last, which is the one that decides. */
async function keysFor(page: Page, { name, account }: Truth, place: number): Promise<{ keys: number; last: string }> {
  if (place > 0) return { keys: 1, last: String(place) }
  if (account === '' && name.startsWith('Internal')) return { keys: 1, last: 'n' }
  await page.keyboard.press('m')
  const wanted = `${name} ${account}`.trim()
  const options = page.getByRole('dialog').getByRole('option')
  // by its customer, of which a person remembers how the name begins
  for (const [typed, letter] of [...account.split(' ')[0]!, ...` ${name}`].entries()) {
    await page.keyboard.type(letter)
    await page.waitForTimeout(look_ms / 2)
    const at = (await options.allInnerTexts()).findIndex((text) => text.replaceAll(/\s+/g, ' ').startsWith(wanted))
    if (at < 0 || at > 3) continue
    for (let step = 0; step < at; step++) await page.keyboard.press('ArrowDown')
    return { keys: 1 + typed + 1 + at + 1, last: 'Enter' }
  }
  throw new Error(`${wanted} is not found by typing`)
}

const p95 = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)]!
const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`

function told(decided: Decided[]): string {
  const times = decided.map(({ next_ms }) => next_ms)
  return `${decided.length} entries, key to next entry ${middle(times).toFixed(0)} ms, p95 ${p95(times).toFixed(0)} ms`
}

/**
 * By the book one M stands before what is decided, and one before a name is called to mind. The careful reader takes one for the entry and
 * one for each guess up to the right one, or for all five where it is none.
 */
function summary(decided: Decided[]): void {
  const count = (place: number) => decided.filter((one) => one.place === place).length
  console.log(`\nall: ${told(decided)}`)
  for (const place of [1, 2, 3, 4, 5]) console.log(`  right guess at ${place}: ${share(count(place), decided.length)}`)
  console.log(`  none of the guesses: ${share(count(0), decided.length)}`)
  const found = decided.filter(({ keys }) => keys > 1)
  console.log(
    `  keys an entry: ${middle(decided.map(({ keys }) => keys))} in the middle, ${average(decided.map(({ keys }) => keys)).toFixed(2)} on average`,
  )
  if (found.length > 0)
    console.log(
      `  found by name: ${share(found.length, decided.length)}, ${average(found.map(({ keys }) => keys)).toFixed(1)} keys each`,
    )
  console.log(
    `  the first guess changed while one looked: ${share(decided.filter(({ moved }) => moved).length, decided.length)}`,
  )
  const book = decided.map(({ keys, next_ms }) => m_s + (keys > 1 ? m_s : 0) + keys * k_s + next_ms / 1_000)
  const careful = decided.map(
    ({ place, keys, next_ms }) => m_s * (1 + (place || 5)) + (keys > 1 ? m_s : 0) + keys * k_s + next_ms / 1_000,
  )
  for (const [name, times] of [
    ['by the book', book],
    ['read carefully', careful],
  ] as const)
    console.log(
      `  → ${name}: ${middle(times).toFixed(2)} s for the median entry (promised: at most 3), ${average(times).toFixed(2)} s on average, p95 ${p95(times).toFixed(1)} s`,
    )
}

const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

await inBrowser(
  async (pool) => {
    await pool.query(`insert into workspace (name) values ('Bench')`)
    await pool.query(
      `select make_time_months(array(select now() - n * interval '1 month' from generate_series(0, 3) n))`,
    )
    for (const [place, reviewer] of reviewers.entries()) await fillPerson(pool, place, reviewer)
  },
  async (open) => {
    const all: Decided[] = []
    for (const [place, { rough }] of reviewers.entries()) {
      const page = await open(emailOf(place), '/time/review')
      const decided = await review(page, emailOf(place))
      console.log(`${rough ? 'rougher company' : 'company'}, person ${place + 1}: ${told(decided)}`)
      all.push(...decided)
      await page.context().close()
    }
    summary(all)
  },
)
