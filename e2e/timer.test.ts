/** The timer in a real browser: started by key, seen on another device, stopped, and asked about where it was forgotten. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { faultsInEveryLook, launch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder })
const { users, deals } = app.cast
let browser: Browser
beforeAll(async () => void (browser = await launch()), 120_000)
afterAll(() => browser?.close())
beforeEach(async () => {
  await sql`delete from time_entries`.execute(app.db)
  await sql`delete from running_timers`.execute(app.db)
})

const signedIn = (person: string, target: string, options: BrowserContextOptions = {}) =>
  visit(browser, { address: app.address, email: `${person}@northlight.example`, password, target, ...options })
const timerOf = (page: Page) => page.getByRole('region', { name: 'Running timer' })
const runs = (minutes: number) =>
  sql`
    insert into running_timers (user_id, started_at, account_id, deal_id)
    select ${users.noah}, now() - ${minutes}::integer * interval '1 minute', account_id, id from deals where id = ${deals.fleet}
  `.execute(app.db)
async function kept(): Promise<string[]> {
  const { rows } = await sql<{ said: string }>`
    select round(duration_seconds / 60.0) || ' ' || d.name as said from time_entries e join deals d on d.id = e.deal_id
  `.execute(app.db)
  return rows.map(({ said }) => said)
}

test('it is started by key, runs on after a reload and on a phone, and is stopped there', async () => {
  const page = await signedIn('noah', '/tasks')
  await page.keyboard.press('w')
  const dialog = page.getByRole('dialog', { name: 'Start timer' })
  await dialog.getByRole('combobox', { name: 'What are you working on?' }).fill('fleet')
  await dialog.getByRole('option', { name: /Fleet dashboard/ }).waitFor()
  await page.keyboard.press('Enter')
  await timerOf(page).getByText('Fleet dashboard').waitFor()
  await page.reload()
  await timerOf(page).getByText('Fleet dashboard').waitFor()
  await sql`update running_timers set started_at = now() - interval '30 minutes'`.execute(app.db)
  const phone = await signedIn('noah', '/tasks', { viewport: { width: 390, height: 800 } })
  await timerOf(phone)
    .getByText(/^0:30:/)
    .waitFor()
  await timerOf(phone).getByRole('button', { name: 'Stop timer' }).click()
  await phone.getByText('0:30 on Fleet dashboard.').waitFor()
  expect(await kept()).toEqual(['30 Fleet dashboard'])
  await phone.context().close()
  await page.context().close()
}, 60_000)

test('what one worked on lately is one click away', async () => {
  const hour_ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
  await sql`
    insert into time_entries (user_id, account_id, deal_id, start_time, end_time, duration_seconds, zone, activity_type, source, billable, status)
    select ${users.noah}, account_id, id, ${hour_ago(90)}, ${hour_ago(60)}, 1800, 'Europe/Berlin', 'manual', 'manual', true, 'synced'
    from deals where id = ${deals.fleet}
  `.execute(app.db)
  const page = await signedIn('noah', '/tasks')
  await page.keyboard.press('w')
  const dialog = page.getByRole('dialog', { name: 'Start timer' })
  await dialog.getByRole('list', { name: 'Lately' }).getByRole('button', { name: 'Fleet dashboard' }).click()
  await timerOf(page).getByText('Fleet dashboard').waitFor()
  await page.context().close()
}, 60_000)

test('by keyboard it is stopped with two keys', async () => {
  await runs(30)
  const page = await signedIn('noah', '/tasks')
  await timerOf(page).waitFor()
  await page.keyboard.press('w')
  const dialog = page.getByRole('dialog', { name: 'Running timer' })
  await dialog.getByRole('button', { name: 'Stop timer' }).and(page.locator(':focus')).waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('0:30 on Fleet dashboard.').waitFor()
  await dialog.waitFor({ state: 'hidden' })
  expect(await kept()).toEqual(['30 Fleet dashboard'])
  await page.context().close()
}, 60_000)

test('one that was forgotten asks what to keep, and a discarded one runs on after undo', async () => {
  await runs(14 * 60)
  const page = await signedIn('noah', '/tasks')
  await timerOf(page).getByRole('button', { name: 'Stop timer' }).click()
  const dialog = page.getByRole('dialog', { name: 'Running timer' })
  const field = dialog.getByRole('textbox', { name: /How long did you work/ })
  await field.fill('nonsense')
  await page.keyboard.press('Enter')
  await dialog.getByText('As in 7:30 or 7.5.').waitFor()
  await field.fill('1:15')
  await page.keyboard.press('Enter')
  await page.getByText('1:15 on Fleet dashboard.').waitFor()
  expect(await kept()).toEqual(['75 Fleet dashboard'])
  await dialog.waitFor({ state: 'detached' })
  await runs(10)
  await page.reload()
  await timerOf(page)
    .getByRole('button', { name: /^Timer, / })
    .click()
  await dialog.getByRole('button', { name: 'Discard' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('Timer discarded.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await timerOf(page)
    .getByText(/^0:1\d:/)
    .waitFor()
  await page.context().close()
}, 60_000)

test('a stop the server does not hear of counts from when it was pressed, after a reload too, or is taken back', async () => {
  await runs(30)
  const page = await signedIn('noah', '/tasks')
  await page.route('**/me/timer/stop', (route) => route.abort())
  await timerOf(page).getByRole('button', { name: 'Stop timer' }).press('Enter')
  await timerOf(page).getByText('Stopped, not sent yet').waitFor()
  // taken back it runs, and is stopped again
  await timerOf(page)
    .getByRole('button', { name: /^Timer, / })
    .press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Running timer' })
  await dialog.getByText('The server has not heard of it yet').waitFor()
  expect(await faultsInEveryLook(page)).toEqual([])
  await page.setViewportSize({ width: 1440, height: 900 })
  await dialog.getByRole('button', { name: 'Let it run on' }).press('Enter')
  await dialog.getByText('The server has not heard of it yet').waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await timerOf(page).getByRole('button', { name: 'Stop timer' }).press('Enter')
  await timerOf(page).getByText('Stopped, not sent yet').waitFor()
  // ten minutes pass
  await page.evaluate((minutes) => {
    const key = Object.keys(localStorage).find((name) => name.startsWith('timer-stop'))!
    const stop = JSON.parse(localStorage.getItem(key)!)
    const pressed_at = new Date(Date.parse(stop.pressed_at) - minutes * 60_000).toISOString()
    localStorage.setItem(key, JSON.stringify({ ...stop, pressed_at }))
  }, 10)
  await page.unroute('**/me/timer/stop')
  await page.reload()
  await page.getByText('0:20 on Fleet dashboard.').waitFor()
  expect(await kept()).toEqual(['20 Fleet dashboard'])
  expect(await page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('timer-stop')))).toEqual(
    [],
  )
  await page.context().close()
}, 120_000)

test('the timer and its dialogs are accessible in every look', async () => {
  await runs(14 * 60)
  const page = await signedIn('noah', '/tasks')
  await timerOf(page).waitFor()
  expect(await faultsInEveryLook(page)).toEqual([])
  await page.keyboard.press('w')
  await page.getByRole('dialog', { name: 'Running timer' }).getByText('Fleet dashboard').waitFor()
  expect(await faultsInEveryLook(page)).toEqual([])
  await page.context().close()
}, 90_000)
