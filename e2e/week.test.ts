/** A week typed by keyboard alone, and on a telephone. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { accessibilityFaults, launch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder })
let browser: Browser
beforeAll(async () => {
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())
const noah = (target: string, options = {}) =>
  visit(browser, { address: app.address, email: 'noah@northlight.example', password, target, ...options })
const stored = async () =>
  (
    await sql<{ seconds: number }>`select duration_seconds as seconds from time_entries order by start_time`.execute(
      app.db,
    )
  ).rows.map(({ seconds }) => seconds)

test('hours are typed cell by cell, refused with the reason, taken back, and add up', async () => {
  const page = await noah('/time/week?from=2026-09-14')
  await page.getByRole('combobox', { name: 'Add a row' }).fill('Fleet')
  await page.getByRole('option', { name: /Fleet dashboard/ }).click()
  const cell = (day: string) => page.getByRole('textbox', { name: new RegExp(`${day}.*Fleet dashboard`) })
  await page.getByText('Type hours into a day as 1:30, 1.5, 90m or 9-10:30.').waitFor()
  await cell('Mon').focus()
  await page.keyboard.type('1:30')
  await page.keyboard.press('ArrowRight')
  await expect.poll(stored).toEqual([5_400])
  await page.keyboard.type('90m')
  await page.keyboard.press('Enter')
  await expect.poll(stored).toEqual([5_400, 5_400])
  await page.getByRole('cell', { name: '3:00' }).first().waitFor()
  expect(await accessibilityFaults(page)).toEqual([])

  await cell('Wed').focus()
  await page.keyboard.type('soon')
  await page.keyboard.press('Enter')
  await page.getByText('Write 1:30, 1.5, 90m or 9-10:30.').waitFor()
  expect(await cell('Wed').inputValue()).toBe('soon')
  expect(await accessibilityFaults(page)).toEqual([])
  await page.keyboard.press('Escape')
  expect(await cell('Wed').inputValue()).toBe('')

  // one step to why, by key and by mouse
  await cell('Tue').focus()
  await page.keyboard.press('?')
  const behind = page.getByRole('dialog', { name: /^Why: Tue.*Fleet dashboard/ })
  await behind
    .getByRole('listitem')
    .getByText(/^By hand, /)
    .waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.keyboard.press('Escape')
  await behind.waitFor({ state: 'hidden' })
  expect(await cell('Tue').inputValue()).toBe('1:30')
  await page.getByRole('button', { name: /^Why is it here: Mon/ }).click()
  await page.getByRole('dialog').getByRole('listitem').first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })

  // from within the sheet: the cell one stands in has nothing of its own to take back
  await cell('Thu').focus()
  await page.keyboard.press('Control+z')
  await expect.poll(stored).toEqual([5_400])
  await page.context().close()
}, 60_000)

test('on a telephone a day is typed at a time, and the rows of last week are copied', async () => {
  const page = await noah('/time/week?from=2026-09-21', { viewport: { width: 360, height: 780 } })
  const copy = page.getByRole('button', { name: 'Copy the rows of last week' })
  await copy.click()
  await page.getByText('1 row copied, without hours.').waitFor()
  // what is said about it stands beside it, and what is pressed once may be pressed again
  const isOnTop = () =>
    copy.evaluate((button) => {
      const { x, y, width, height } = button.getBoundingClientRect()
      return button.contains(button.ownerDocument.elementFromPoint(x + width / 2, y + height - 1))
    })
  await expect.poll(isOnTop).toBe(true)
  await copy.click({ force: true })
  await page.getByText('The rows of the week before are all here.').waitFor()
  expect(await isOnTop()).toBe(true)
  await page.keyboard.press('Control+z')
  await page.getByText('Nothing is placed in this week.', { exact: true }).waitFor()
  await copy.click()
  await page.getByRole('button', { name: /^Wed/ }).click()
  const cell = page.getByRole('textbox', { name: /Wed.*Fleet dashboard/ })
  await cell.fill('14-15:30')
  await cell.press('Enter')
  await page.getByRole('button', { name: /^Wed.*1:30/ }).waitFor()
  const { rows } = await sql<{ clock: string }>`
    select to_char(start_time at time zone zone, 'HH24:MI') as clock from time_entries order by start_time desc limit 1
  `.execute(app.db)
  expect(rows[0]!.clock).toBe('14:00')
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
  expect(await accessibilityFaults(page)).toEqual([])
  await page.context().close()
}, 60_000)

test('on a phone nothing that has the focus hides under the bar at the bottom', async () => {
  const page = await noah('/settings/preferences', { viewport: { width: 390, height: 640 } })
  await page.locator('#main form').first().waitFor()
  await page.locator('#main h1').focus()
  for (let stop = 0; stop < 25; stop++) {
    await page.keyboard.press('Tab')
    const under = await page.locator(':focus').evaluateAll(([thing]) => {
      const bar = thing?.ownerDocument.querySelector('nav[aria-label="Main, small screen"]')
      if (!thing || !bar || bar.contains(thing)) return null
      return thing.getBoundingClientRect().bottom > bar.getBoundingClientRect().top ? thing.outerHTML : null
    })
    expect(under).toBe(null)
  }
  await page.context().close()
}, 60_000)
