/**
 * `node bench/calendar.ts`: a week of 3,495 entries by the clock. What its answer takes beside the same SQL alone, and in the real browser
 * what the page's own thread takes to show it, to go on to it, and to make it larger.
 */
import type pg from 'pg'
import type { CDPSession, Page } from 'playwright-core'
import { inBrowser } from './in-browser.ts'
import { middle } from './measure.ts'

const entriesADay = 500
const left = 5
const runs = 9
const email = 'person@bench.example'
/** A Monday, and long enough ago to be over. */
const week = '2026-03-02'
const target = `/time/calendar?day=${week}&span=week`

async function fill(pool: pg.Pool): Promise<void> {
  await pool.query(`insert into workspace (name) values ('Bench')`)
  await pool.query(`insert into users (name, email, role, zone) values ('Person', $1, 'employee', 'Europe/Berlin')`, [
    email,
  ])
  await pool.query(`select make_time_months(array[timestamptz '2026-03-01', '2026-02-01'])`)
  await pool.query(`insert into accounts (name) select 'Customer ' || n from generate_series(1, 40) n`)
  await pool.query(
    `insert into deals (account_id, name, stage) select id, 'Rollout of ' || name, 'negotiation' from accounts`,
  )
  // from seven in the morning to nine in the evening, one every 100 seconds; of seven one waits, of nine one is not billable
  await pool.query(
    `insert into time_entries (user_id, account_id, deal_id, start_time, end_time, duration_seconds, zone, activity_type, source, external_id, billable, mapping,
                               status, title, app)
     select u.id, case when w.waits then null else d.account_id end, case when w.waits then null else d.id end, s.at, s.at + interval '95 seconds', 95,
            u.zone, 'app', 'agent', 'bench ' || day || ' ' || n, n % 9 <> 0,
            case when not w.waits then '{"rule":"named","reason":"The sender named the deal.","confidence":1,"matched":null,"runner_up":null}'::jsonb end,
            case when w.waits then 'unmapped' else 'synced' end, 'Plan of the ' || n || 'th part', (array['Editor', 'Mail', 'Chat', 'Browser', 'Figma', 'Excel', 'Slack'])[1 + n % 7]
     from users u
     cross join generate_series(0, 6) day
     cross join generate_series(1, $1::int) n
     cross join lateral (select timestamptz '${week}T06:00:00Z' + day * interval '1 day' + n * interval '100 seconds' as at, n % 7 = 0 as waits) s
     cross join lateral (select s.waits) w
     join (select id, account_id, row_number() over (order by id) as place from deals) d on d.place = 1 + n / 13 % 40
     where day * $1::int + n <= 7 * $1::int - $2::int`,
    [entriesADay, left],
  )
}

/** As the page asks, with the answer read to its end. */
async function answers(page: Page): Promise<void> {
  const asked = page.waitForRequest((request) => request.url().includes('/time-calendar'))
  await page.reload()
  const request = await asked
  const headers = { authorization: (await request.allHeaders())['authorization']! }
  const times: number[] = []
  let bytes = 0
  for (let run = 0; run < runs + 2; run++) {
    const began = performance.now()
    const answer = await fetch(request.url(), { headers })
    bytes = (await answer.arrayBuffer()).byteLength
    if (!answer.ok) throw new Error(`${answer.status}`)
    if (run > 1) times.push(performance.now() - began)
  }
  console.log(`answer of ${(bytes / 1_048_576).toFixed(2)} MB: ${middle(times).toFixed(0)} ms (promised: at most 200)`)
  await page.locator('[data-place]').first().waitFor()
}

const painted = `new Promise((done) => requestAnimationFrame(() => setTimeout(done)))`
async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key)
  await page.evaluate(painted)
}
async function larger(page: Page): Promise<void> {
  for (const name of ['Larger', 'Smaller']) {
    await page.getByRole('button', { name }).click()
    await page.evaluate(painted)
  }
}

/** Time of the page's own thread: other programs on the machine do not count. */
async function report(cdp: CDPSession, name: string, deed: () => Promise<void>): Promise<void> {
  const busy = async () =>
    (await cdp.send('Performance.getMetrics')).metrics.find((metric) => metric.name === 'TaskDuration')!.value * 1_000
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const before = await busy()
    await deed()
    times.push((await busy()) - before)
  }
  console.log(`${name}: ${middle(times).toFixed(0)} ms of the page's own thread`)
}

await inBrowser(fill, async (open) => {
  const page = await open(email, target)
  await page.locator('[data-place]').first().waitFor()
  await answers(page)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  for (const zoom of [0, 1, 2, 3]) {
    const nodes = await page.evaluate<number>(`document.querySelectorAll('[role=region] *').length`)
    const deeds = {
      'the week after and back': async () => {
        await press(page, 'ArrowRight')
        return press(page, 'ArrowLeft')
      },
    }
    for (const [name, deed] of Object.entries(deeds)) await report(cdp, `zoom ${zoom}, ${nodes} nodes: ${name}`, deed)
    if (zoom < 3) await report(cdp, `  larger, to ${zoom + 1}, and smaller again`, () => larger(page))
    if (zoom < 3) await page.getByRole('button', { name: 'Larger' }).click()
  }
})
