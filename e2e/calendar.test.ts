/** The calendar of time in a real browser: made and moved with a mouse and without one, and read where it is locked. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { faultsInEveryLook, launch, visit, watch } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder })
const { users, deals } = app.cast
const agent = await app.agent()
let browser: Browser
beforeAll(async () => void (browser = await launch()), 120_000)
afterAll(() => browser?.close())

const day = '2026-09-15'
const event = (from: string, to: string, extra: object = {}) => ({
  user_id: users.noah,
  deal_id: deals.fleet,
  start_time: `${day}T${from}:00Z`,
  end_time: `${day}T${to}:00Z`,
  external_id: `calendar ${from}`,
  app: 'Editor',
  title: `Plan of ${from}`,
  ...extra,
})
beforeEach(async () => {
  for (const table of ['timesheets', 'time_entries', 'former_entries'])
    await sql`delete from ${sql.table(table)}`.execute(app.db)
  // nine to ten, and half past eleven to twelve, on the clocks of Berlin
  const entries = [event('07:00', '08:00'), event('09:30', '10:00', { app: 'Mail', deal_id: null })]
  await agent.post('/time-entries/batch', { entries })
})
const stored = async () =>
  (
    await sql<{ said: string }>`
      select to_char(start_time at time zone zone, 'HH24:MI') || '–' || to_char(end_time at time zone zone, 'HH24:MI') as said
      from time_entries order by start_time
    `.execute(app.db)
  ).rows.map(({ said }) => said)
const eventually = (expected: string[]) => expect.poll(stored, { timeout: 15_000 }).toEqual(expected)
const asRecorded = ['09:00–10:00', '11:30–12:00']

const signedIn = (person: string, search = '', options: BrowserContextOptions = {}) =>
  visit(browser, {
    address: app.address,
    email: `${person}@northlight.example`,
    password,
    target: `/time/calendar?day=${day}${search}`,
    ...options,
  })
const block = (page: Page, name = 'Fleet dashboard') => page.getByRole('button', { name: new RegExp(`, ${name},`) })
const lane = (page: Page) => page.getByRole('region', { name: /Tue/ })
async function undo(page: Page): Promise<void> {
  await page.locator('#main h1').focus()
  await page.keyboard.press('Control+z')
  await page.getByText('Undone.').first().waitFor()
}

test('an entry is moved, made longer and typed by keyboard, and each is taken back', async () => {
  const page = await signedIn('noah')
  await block(page).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.getByRole('status').filter({ hasText: '1:30' }).waitFor()
  expect(await stored()).toEqual(asRecorded)
  await page.keyboard.press('Enter')
  await eventually(['09:00–10:30', '11:30–12:00'])
  await page.getByText(/^Now .*1:30\.$/).waitFor()
  await undo(page)
  await eventually(asRecorded)
  await block(page).focus()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Alt+ArrowUp')
  await page.keyboard.press('Control+ArrowDown')
  await page.keyboard.press('Enter')
  await eventually(['08:46–10:01', '11:30–12:00'])
  await undo(page)
  await eventually(asRecorded)
  await block(page).focus()
  await page.keyboard.press('2')
  const typing = page.getByRole('dialog', { name: 'Times of Fleet dashboard' })
  const field = typing.getByRole('textbox', { name: 'From–to, or how long' })
  expect(await field.inputValue()).toBe('2')
  await field.fill('2:15')
  await page.keyboard.press('Enter')
  await typing.waitFor({ state: 'hidden' })
  await eventually(['09:00–11:15', '11:30–12:00'])
  await page.context().close()
}, 90_000)

test('of what was merged over a pause other times count the work alone, moved or typed, and the pauses can be said', async () => {
  const ids = [event('12:00', '12:30'), event('12:34', '13:00')]
  const { results } = (await agent.post('/time-entries/batch', { entries: ids })).body
  const noah = await app.as('noah')
  await noah.post('/time-entries/merge', { ids: results.map(({ id }: { id: string }) => id) })
  const minutes = async () =>
    (
      await sql<{
        minutes: number
      }>`select duration_seconds / 60 as minutes from time_entries where made_in is not null`.execute(app.db)
    ).rows[0]!.minutes
  const page = await signedIn('noah')
  const merged = page.getByRole('button', { name: /2:00.*3:00.*, Fleet dashboard,|14:00–15:00.*, Fleet dashboard,/ })
  await expect.poll(() => merged.getAttribute('aria-label')).toMatch(/ · 0:56, Fleet/)
  await merged.focus()
  await page.keyboard.press('Shift+ArrowDown')
  await page.getByRole('status').filter({ hasText: '1:11' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByText(/^Now .*1:11\.$/).waitFor()
  expect(await minutes()).toBe(71)
  await undo(page)
  await expect.poll(minutes).toBe(56)
  await merged.focus()
  await page.keyboard.press('e')
  const dialog = page.getByRole('dialog', { name: 'Times of Fleet dashboard' })
  const pauses = dialog.getByRole('textbox', { name: 'Pauses in it' })
  await expect.poll(() => pauses.inputValue()).toBe('0:04')
  const when = dialog.getByRole('textbox', { name: 'From–to, or how long' })
  await when.fill('14-14:30')
  await expect.poll(() => pauses.inputValue()).toBe('0:02')
  await pauses.fill('0:40')
  await page.keyboard.press('Enter')
  await dialog.getByText('So long are the pauses that nothing would count.').waitFor()
  await pauses.fill('0:00')
  await dialog.getByText(/· 0:30 h/).waitFor()
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  expect(await minutes()).toBe(30)
  await page.context().close()
}, 90_000)

test('who set the times of an entry that was changed elsewhere meanwhile is told, keeps what was typed, and says which counts', async () => {
  const [page, other] = [await signedIn('noah'), await signedIn('noah')]
  await block(page).focus()
  await page.keyboard.press('e')
  const typing = page.getByRole('dialog', { name: 'Times of Fleet dashboard' })
  const field = typing.getByRole('textbox', { name: 'From–to, or how long' })
  await field.fill('9-11')
  await block(other).focus()
  await other.keyboard.press('Shift+ArrowDown')
  await other.keyboard.press('Enter')
  await other.getByText(/^Now .*1:15\.$/).waitFor()
  await field.press('Enter')
  await typing
    .getByRole('alert')
    .filter({ hasText: /changed meanwhile: it is .* · 1:15 now/ })
    .waitFor()
  expect([await field.inputValue(), await stored()]).toEqual(['9-11', ['09:00–10:15', '11:30–12:00']])
  await typing.getByRole('button', { name: 'Save over it' }).click()
  await typing.waitFor({ state: 'hidden' })
  expect(await stored()).toEqual(['09:00–11:00', '11:30–12:00'])
  // the other one still shows a quarter past ten: what is moved there is not lost either
  await block(other).focus()
  await other.keyboard.press('ArrowDown')
  await other.keyboard.press('Enter')
  const met = other.getByRole('dialog', { name: 'Times of Fleet dashboard' })
  await met
    .getByRole('alert')
    .filter({ hasText: /· 2:00 now/ })
    .waitFor()
  expect(await met.getByRole('textbox', { name: 'From–to, or how long' }).inputValue()).toBe('09:15-10:30')
  expect(await faultsInEveryLook(other)).toEqual([])
  await other.keyboard.press('Escape')
  await met.waitFor({ state: 'hidden' })
  await expect.poll(() => block(other).getAttribute('aria-label')).toMatch(/ · 2:00, Fleet/)
  expect(await stored()).toEqual(['09:00–11:00', '11:30–12:00'])
  // what is changed beside its times is in nobody's way
  const noah = await app.as('noah')
  const [{ id }] = (await noah.get('/time-entries?sort=start_time')).body.data
  await noah.patch(`/time-entries/${id}`, { tags: ['beside'] })
  await block(other).focus()
  await other.keyboard.press('Shift+ArrowUp')
  await other.keyboard.press('Enter')
  await eventually(['09:00–10:45', '11:30–12:00'])
  expect((await noah.get(`/time-entries/${id}`)).body.tags).toEqual(['beside'])
  await page.context().close()
  await other.context().close()
}, 90_000)

test('a new one is made by keyboard where the cursor is, and by pulling with a mouse, on the quarter of an hour', async () => {
  const page = await signedIn('noah')
  await block(page).waitFor()
  const cursor = page.getByRole('slider', { name: /New entry on/ })
  await cursor.focus()
  for (let steps = 0; steps < 4; steps++) await page.keyboard.press('PageDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Create time entry' })
  const when = dialog.getByRole('textbox', { name: 'From–to, or how long' })
  await expect.poll(() => when.inputValue()).toBe('13:00-14:15')
  await dialog.getByRole('combobox', { name: 'Deal or account' }).fill('Internal')
  await dialog.getByRole('option', { name: /Internal work/ }).click()
  await dialog.getByRole('button', { name: 'Create time entry' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await eventually([...asRecorded, '13:00–14:15'])

  await block(page).scrollIntoViewIfNeeded()
  const { x, y, width } = (await block(page).boundingBox())!
  // an hour is 96 px high: from half past ten to a quarter to twelve lies over the second entry, so it ends before it
  const top = y + 96 * 1.5 + 2
  await page.mouse.move(x + width / 2, top)
  await page.mouse.down()
  await page.mouse.move(x + width / 2, top + 50, { steps: 5 })
  await page.mouse.move(x + width / 2, top + 70, { steps: 5 })
  await page.mouse.up()
  await expect.poll(() => when.inputValue()).toBe('10:30-11:15')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  await page.context().close()
}, 90_000)

test('edges are pulled with a mouse, what cannot be is told and stands as it was', async () => {
  const page = await signedIn('noah')
  await block(page).waitFor()
  await block(page).scrollIntoViewIfNeeded()
  const { x, y, width, height } = (await block(page).boundingBox())!
  const pull = async (from: number, by: number) => {
    await page.mouse.move(x + width / 2, from)
    await page.mouse.down()
    await page.mouse.move(x + width / 2, from + by / 2, { steps: 4 })
    await page.mouse.move(x + width / 2, from + by, { steps: 4 })
    await page.mouse.up()
  }
  await pull(y + height - 2, 48)
  await eventually(['09:00–10:30', '11:30–12:00'])
  await page.getByText(/^Now /).waitFor()
  await pull(y + height / 2, 96)
  await eventually(['10:00–11:30', '11:30–12:00'])
  // over other billable time
  await page.getByText(/^Now 10:00/).waitFor()
  await pull(y + height * 2.5 - 2, 24)
  await page.getByText(/It would overlap billable time/).waitFor()
  expect(await stored()).toEqual(['10:00–11:30', '11:30–12:00'])
  await expect.poll(() => block(page).getAttribute('aria-label')).toMatch(/1:30, Fleet/)
  await block(page).click()
  await page.getByRole('complementary', { name: 'Fleet dashboard' }).waitFor()
  await page.context().close()
}, 90_000)

test('a locked day is read, says why, and takes nothing', async () => {
  await sql`insert into timesheets (user_id, week, state) values (${users.noah}, '2026-09-14', 'approved')`.execute(
    app.db,
  )
  const page = await signedIn('noah')
  await page.getByRole('button', { name: /Fleet dashboard, Approved\. Locked: this week is approved\./ }).focus()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('status').filter({ hasText: 'Locked: this week is approved.' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('complementary', { name: 'Fleet dashboard' }).waitFor()
  expect(await page.getByRole('slider').count()).toBe(0)
  expect(await stored()).toEqual(asRecorded)
  await page.context().close()
}, 60_000)

test('the same words say how an entry stands in the calendar, the table, the peek and the week', async () => {
  const twice = event('07:15', '07:45', { external_id: 'other device', app: 'Mail' })
  await agent.post('/time-entries/batch', { entries: [twice] })
  const noah = await app.as('noah')
  await noah.post('/timesheets', { week: '2026-09-14' })
  const page = await signedIn('noah')
  await page.getByRole('button', { name: /Fleet dashboard, Pending/ }).waitFor()
  await page.getByRole('button', { name: /Unmapped, Pending/ }).waitFor()
  await page.getByRole('button', { name: /, Conflict/ }).click()
  await page.getByRole('complementary').getByText('Conflict', { exact: true }).waitFor()
  await page.goto(`${app.address}/time?sort=start_time`)
  for (const word of ['Pending', 'Conflict', 'Unmapped'])
    await page.getByRole('gridcell').getByText(word, { exact: true }).first().waitFor()
  await page.goto(`${app.address}/time/week?from=2026-09-14`)
  await page.getByRole('columnheader', { name: /Tue.*Pending/ }).waitFor()
  for (const word of ['Unmapped', 'Quarantined']) await page.getByRole('rowheader', { name: word }).waitFor()
  expect(await faultsInEveryLook(page)).toEqual([])
  await page.context().close()
}, 90_000)

test('who leads a team sees the blocks of another, without titles and without what the agent saw', async () => {
  const page = await signedIn('marta', `&user_id=${users.noah}`)
  await block(page).waitFor()
  await page.getByText('What the agent saw is shown to noah alone.').waitFor()
  expect(await page.locator('#main').innerHTML()).not.toMatch(/Plan of|Editor/)
  expect(await page.getByRole('slider').count()).toBe(0)
  await page.context().close()
}, 60_000)

test('a week with a day of 25 hours is drawn by its length, and its hours are its own', async () => {
  await agent.post('/time-entries/batch', {
    entries: [
      event('', '', { external_id: 'first', start_time: '2025-10-26T00:00:00Z', end_time: '2025-10-26T01:00:00Z' }),
      event('', '', { external_id: 'second', start_time: '2025-10-26T01:00:00Z', end_time: '2025-10-26T02:00:00Z' }),
    ],
  })
  const page = await signedIn('noah', '&span=week')
  await page.goto(`${app.address}/time/calendar?day=2025-10-26&span=week`)
  await page.getByText('25 h day').waitFor()
  const twice = page.getByRole('button', {
    name: /^02:00–0[23]:00 · 1:00, Fleet dashboard|^2:00.*2:00.*AM.*Fleet dashboard/,
  })
  await twice.first().waitFor()
  const heights = await Promise.all(
    ['Sat', 'Sun'].map(
      async (name) => (await page.getByRole('region', { name: new RegExp(name) }).boundingBox())!.height,
    ),
  )
  expect(heights[1]! - heights[0]!).toBeCloseTo(48, 0)
  await page.context().close()
}, 60_000)

test('five hundred entries a day are gathered where they are small, and each is reached', async () => {
  await sql`delete from time_entries`.execute(app.db)
  const start_ms = Date.parse(`${day}T06:00:00Z`)
  const entries = Array.from({ length: 500 }, (_, place) => ({
    ...event('', ''),
    external_id: `many ${place}`,
    start_time: new Date(start_ms + place * 60_000).toISOString(),
    end_time: new Date(start_ms + (place + 1) * 60_000).toISOString(),
  }))
  await sql`delete from doubts`.execute(app.db)
  await agent.post('/time-entries/batch', { entries })
  await sql`update time_entries set status = 'synced', quarantine_reason = null where status = 'quarantined'`.execute(
    app.db,
  )
  const page = await signedIn('noah')
  const gathered = lane(page).getByRole('button', { name: /short entries/ })
  await expect.poll(() => gathered.count(), { timeout: 15_000 }).toBe(34)
  await gathered.first().focus()
  await page.keyboard.press('Enter')
  const list = page.getByRole('dialog', { name: '15 short entries' })
  await list.getByRole('listitem').nth(14).getByRole('button').click()
  await page.getByRole('complementary', { name: 'Fleet dashboard' }).waitFor()
  // so large that only what is near the eye is drawn; keys reach the last all the same, and from there the first
  await page.goto(`${app.address}/time/calendar?day=${day}&zoom=3`)
  await gathered.first().waitFor()
  const focused = () => page.locator('[data-place]:focus')
  await page.locator('#main h1').focus()
  await page.keyboard.press('k')
  await focused()
    .and(page.getByRole('button', { name: /^(16|4):1[5-9].*(16|4):20/ }))
    .waitFor()
  await expect.poll(() => gathered.count()).toBeLessThan(125)
  await page.locator('#main h1').focus()
  await page.keyboard.press('j')
  await focused()
    .and(page.getByRole('button', { name: /^0?8:00/ }))
    .waitFor()
  await page.keyboard.press('j')
  await focused()
    .and(page.getByRole('button', { name: /^0?8:04/ }))
    .waitFor()
  await page.context().close()
}, 60_000)

test('on a telephone a day at a time is read and written, and every look is accessible', async () => {
  const page = await signedIn('noah', '', { viewport: { width: 390, height: 844 }, hasTouch: true })
  await block(page).waitFor()
  await page.getByRole('button', { name: 'The day after' }).click()
  await page.getByText('The agent recorded nothing here.').waitFor()
  await page.getByRole('button', { name: 'The day before' }).click()
  await block(page).tap()
  await page.getByRole('complementary', { name: 'Fleet dashboard' }).getByRole('button', { name: 'Times…' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'View as table' }).click()
  await page.getByRole('region', { name: 'What the agent saw' }).getByText('Mail').waitFor()
  // a finger on what is empty: an hour from there, at half past one
  await lane(page).tap({ position: { x: 60, y: 96 * 13.6 } })
  const dialog = page.getByRole('dialog', { name: 'Create time entry' })
  const when = dialog.getByRole('textbox', { name: 'From–to, or how long' })
  await expect.poll(() => when.inputValue()).toBe('13:30-14:30')
  await dialog.getByRole('button', { name: 'Create time entry' }).tap()
  await dialog.waitFor({ state: 'hidden' })
  await eventually([...asRecorded, '13:30–14:30'])
  const settled = watch(page)
  await settled()
  expect(await faultsInEveryLook(page)).toEqual([])
  await page.context().close()
  const week = await signedIn('noah', '&span=week')
  await block(week).waitFor()
  expect(await faultsInEveryLook(week)).toEqual([])
  await week.context().close()
}, 120_000)
