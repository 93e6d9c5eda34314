/** Time entered by hand in a real browser: from anywhere by two keys, refused at the field that is wrong, and taken back. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { faultsInEveryLook, launch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder })
const { users, deals } = app.cast
const noah = await app.as('noah')
let browser: Browser
beforeAll(async () => void (browser = await launch()), 120_000)
afterAll(() => browser?.close())
beforeEach(async () => {
  await sql`delete from timesheets`.execute(app.db)
  await sql`delete from time_entries`.execute(app.db)
})

const signedIn = (target: string, options = {}) =>
  visit(browser, { address: app.address, email: 'noah@northlight.example', password, target, ...options })
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Create time entry' })
const when = (page: Page) => dialogOf(page).getByRole('textbox', { name: 'From–to, or how long' })
async function open(page: Page): Promise<void> {
  await page.keyboard.press('c')
  await page.getByRole('dialog', { name: 'New' }).waitFor()
  await page.keyboard.press('e')
  await when(page).waitFor()
}
async function choose(page: Page, name: string, text: string): Promise<void> {
  await dialogOf(page).getByRole('combobox', { name }).fill(text)
  await dialogOf(page)
    .getByRole('option', { name: new RegExp(text, 'i') })
    .first()
    .waitFor()
  await page.keyboard.press('Enter')
}
const stored = async () =>
  (
    await sql<{ said: string }>`
      select to_char(start_time at time zone zone, 'MM-DD HH24:MI') || '–' || to_char(end_time at time zone zone, 'HH24:MI') || ' '
             || coalesce(d.name, e.status) || case when billable then '' else ' free' end as said
      from time_entries e left join deals d on d.id = e.deal_id order by start_time
    `.execute(app.db)
  ).rows.map(({ said }) => said)

test('C then E from anywhere: by the clock, on a deal, told, taken back and made again', async () => {
  const page = await signedIn('/tasks')
  await open(page)
  await dialogOf(page).getByLabel('Day').fill('2026-09-15')
  await when(page).fill('9-10:30')
  await dialogOf(page).getByText('1:30 h (Europe/Berlin)').waitFor()
  await choose(page, 'Deal or account', 'Fleet')
  await dialogOf(page).getByRole('textbox', { name: 'Title' }).fill('Workshop')
  await page.keyboard.press('Enter')
  await page.getByText('1:30 on Fleet dashboard.').waitFor()
  await dialogOf(page).waitFor({ state: 'hidden' })
  expect(await stored()).toEqual(['09-15 09:00–10:30 Fleet dashboard'])
  await page.keyboard.press('Control+z')
  await page.getByText('Undone.').waitFor()
  expect(await stored()).toEqual([])
  await page.keyboard.press('Control+Shift+z')
  await expect.poll(stored, { timeout: 15_000 }).toEqual(['09-15 09:00–10:30 Fleet dashboard'])
  await page.context().close()
}, 60_000)

test('what is wrong stands at its field: nothing, an overlap, a locked day; and an overlap is kept as not billable', async () => {
  const nine = { start_time: '2026-09-15T07:00:00Z', end_time: '2026-09-15T08:30:00Z', place: { deal_id: deals.fleet } }
  await noah.post('/me/time-entries', nine)
  await sql`insert into timesheets (user_id, week, state) values (${users.noah}, '2026-09-07', 'approved')`.execute(
    app.db,
  )
  const page = await signedIn('/time')
  await page.getByRole('button', { name: 'Create time entry' }).click()
  await when(page).waitFor()
  await page.keyboard.press('Enter')
  await dialogOf(page).getByText('Say when or how long.').waitFor()
  await when(page).fill('soon')
  await page.keyboard.press('Enter')
  await dialogOf(page).getByText('Write it as in 9-10:30, or 1:30, 1.5, 90m.').waitFor()
  await dialogOf(page).getByLabel('Day').fill('2026-09-08')
  await when(page).fill('1.5')
  await page.keyboard.press('Enter')
  await dialogOf(page).getByText('The week from 2026-09-07 to 2026-09-13 is approved and locked.').waitFor()
  expect(await dialogOf(page).getByLabel('Day').getAttribute('aria-invalid')).toBe('true')
  await dialogOf(page).getByLabel('Day').fill('2026-09-15')
  await when(page).fill('10-11')
  await choose(page, 'Deal or account', 'Author')
  await dialogOf(page).getByRole('button', { name: 'Create time entry' }).click()
  await dialogOf(page)
    .getByText('It would overlap billable time of this person, from 2026-09-15 09:00 to 10:30')
    .waitFor()
  expect(await when(page).getAttribute('aria-invalid')).toBe('true')
  expect(await faultsInEveryLook(page)).toEqual([])
  await page.setViewportSize({ width: 1440, height: 900 })
  await dialogOf(page).getByRole('button', { name: 'Keep as not billable' }).click()
  await page.getByText('1:00 on Author platform.').waitFor()
  await dialogOf(page).waitFor({ state: 'hidden' })
  expect(await stored()).toEqual(['09-15 09:00–10:30 Fleet dashboard', '09-15 10:00–11:00 Author platform free'])
  await page.context().close()
}, 90_000)

test('on a telephone only how long is typed, and what it was on is found later', async () => {
  const page = await signedIn('/tasks', { viewport: { width: 390, height: 844 } })
  await page.getByRole('navigation', { name: 'Main, small screen' }).getByRole('button', { name: 'More' }).click()
  await page.getByRole('button', { name: 'Create time entry' }).click()
  await dialogOf(page).getByLabel('Day').fill('2026-09-15')
  await when(page).fill('90m')
  await dialogOf(page).getByText('Where the day is free, from nine on.').waitFor()
  await dialogOf(page).getByRole('button', { name: 'Create time entry' }).click()
  await page.getByText('1:30 on the review queue.').waitFor()
  expect(await stored()).toEqual(['09-15 09:00–10:30 unmapped'])
  await page.context().close()
}, 60_000)
