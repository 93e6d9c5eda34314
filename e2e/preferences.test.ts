/** How a person reads times and dates, in a real browser whose own clock stands elsewhere. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { accessibilityFaults, launch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder })
let browser: Browser
beforeAll(async () => {
  browser = await launch()
  const dana = await app.as('dana')
  const span = { start_time: '2026-03-01T20:30:00Z', end_time: '2026-03-01T21:00:00Z' }
  await dana.post('/time-entries', { ...span, user_id: app.cast.users.dana, source: 'manual' })
}, 120_000)
afterAll(() => browser?.close())

const signedIn = (email: string, target: string, secret = password) =>
  visit(browser, { address: app.address, email, password: secret, target, timezoneId: 'America/New_York' })

test('zone, language and clock chosen once are how every time is shown, with the zone beside it, until undone', async () => {
  const page = await signedIn('dana@northlight.example', '/settings/preferences')
  await page.getByRole('combobox', { name: 'Time zone' }).fill('ho chi')
  await page.getByRole('option', { name: /Asia\/Ho_Chi_Minh/ }).click()
  await page.getByLabel('Dates and numbers').selectOption('de-DE')
  await page.getByLabel('Clock').selectOption('12')
  await page.getByRole('button', { name: 'Save preferences' }).click()
  await page.getByText('Preferences saved.').waitFor()
  const nav = page.getByRole('navigation', { name: 'Main', exact: true })
  await nav.getByRole('link', { name: 'Time Entries' }).click()
  const start = page.getByRole('row').locator('time').first()
  // 20:30 UTC is 3:30 of the next day there
  expect(await start.innerText()).toMatch(/^02\.03\.2026, 03:30\sAM GMT\+7$/)
  expect(await start.getAttribute('title')).toContain('Asia/Ho_Chi_Minh')
  await page.keyboard.press('Control+z')
  await page.getByText('Undone.').waitFor()
  await page
    .getByRole('row')
    .getByText(/^Mar 1, 2026, 9:30\sPM/)
    .waitFor()
  await page.context().close()
}, 60_000)

test('how files of numbers are written is chosen once, until undone', async () => {
  const dana = await app.as('dana')
  const firstLine = async () => (await dana.get('/accounts/export?columns=name,industry')).text.split('\r\n')[0]
  const page = await signedIn('dana@northlight.example', '/settings/preferences')
  await page.getByLabel('CSV files').selectOption({ label: 'Semicolons, 1234,50' })
  await page.getByRole('button', { name: 'Save preferences' }).click()
  await page.getByText('Preferences saved.').waitFor()
  expect(await firstLine()).toBe('Name;Industry')
  await page.keyboard.press('Control+z')
  await page.getByText('Undone.').waitFor()
  expect(await firstLine()).toBe('Name,Industry')
  await page.context().close()
}, 60_000)

test('a period stays relative in the address and begins the week as the person chose', async () => {
  const dana = await app.as('dana')
  await dana.patch('/me', { preferences: { week_start: 'saturday' } })
  const page = await signedIn('dana@northlight.example', '/time?period=last_week')
  await page.getByRole('button', { name: 'Day: Last week', exact: true }).click()
  const from = page.getByLabel('From', { exact: true })
  expect(new Date(await from.inputValue()).getUTCDay()).toBe(6)
  await page.getByLabel('This quarter', { exact: true }).check()
  await page.waitForURL(/period=this_quarter/)
  expect(await from.inputValue()).toMatch(/-(01|04|07|10)-01$/)
  await from.fill('2026-03-01')
  await page.waitForURL(/date_from=2026-03-01/)
  expect(page.url()).not.toContain('period')
  await page.context().close()
}, 60_000)

test('an employee reads the privacy notice first, once, and finds it again in the profile', async () => {
  const dana = await app.as('dana')
  const { body } = await dana.post('/users', { name: 'Ada', email: 'ada@northlight.example', role: 'employee' })
  const secret = { token: body.invitation_link.split('#')[1], password: 'ada’s own words' }
  await app.nobody.post('/auth/set-password', secret)
  const page = await signedIn('ada@northlight.example', '/tasks', secret.password)
  await page.getByRole('heading', { level: 1, name: 'What is recorded about you' }).waitFor()
  expect(await page.getByRole('navigation').count()).toBe(0)
  expect(await accessibilityFaults(page)).toEqual([])
  await page.goto(`${app.address}/dashboard`)
  await page.getByRole('button', { name: 'I have read this' }).click()
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor()
  await page.goto(`${app.address}/settings/profile`)
  await page.getByRole('link', { name: /What is recorded about you/ }).click()
  await page.getByText(/You read this version on/).waitFor()
  await page.context().close()
}, 60_000)
