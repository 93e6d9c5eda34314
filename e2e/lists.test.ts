/** Lists in a real browser: many rows, few nodes, no mouse; what is shown stands in the address. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
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
  await sql`
    insert into accounts (name, industry)
    select 'Customer ' || lpad(n::text, 3, '0'), case when n % 2 = 0 then 'Retail' else 'Health' end from generate_series(1, 350) n
  `.execute(app.db)
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())

const signedIn = (person: string, target: string, options: BrowserContextOptions = {}) =>
  visit(browser, { address: app.address, email: `${person}@northlight.example`, password, target, ...options })
const focused = (page: Page) => page.locator(':focus').innerText()
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}

test('a long list is walked by keyboard to its end, keeps the focus, and draws few rows', async () => {
  const page = await signedIn('dana', '/accounts')
  await page.getByRole('gridcell', { name: 'Customer 001' }).waitFor()
  await press(page, 'j')
  expect(await focused(page)).toBe('Customer 001')
  await press(page, 'j', 'ArrowRight')
  expect(await focused(page)).toBe('Retail')
  await press(page, 'Home', 'PageDown', 'PageUp')
  expect(await focused(page)).toBe('Customer 002')
  // what was loaded ends at the 100th row; going there brings the next hundred
  const end = () => press(page, 'Control+End', 'Home').then(() => focused(page))
  await expect.poll(end).toBe('Quill Publishing GmbH')
  await press(page, 'Control+Home')
  expect(await focused(page)).toBe('Customer 001')
  const grid = page.getByRole('grid', { name: 'Accounts' })
  expect(await grid.getAttribute('aria-rowcount')).toBe('353')
  expect(await grid.locator('*').count()).toBeLessThan(700)
  // scrolled far away, the row that has the focus is still there
  await grid.evaluate((box) => box.scrollTo(0, 5_000))
  await page.getByRole('gridcell', { name: 'Customer 150' }).waitFor()
  expect(await focused(page)).toBe('Customer 001')
  await press(page, 'j')
  expect(await focused(page)).toBe('Customer 002')
  await page.context().close()
}, 60_000)

test('Space peeks and Esc comes back to the row', async () => {
  const page = await signedIn('dana', '/accounts')
  await page.getByRole('gridcell', { name: 'Customer 001' }).waitFor()
  await press(page, 'j', 'j', 'Space')
  await page.getByRole('complementary', { name: 'Customer 002' }).waitFor()
  await press(page, 'Escape')
  await expect.poll(() => focused(page)).toBe('Customer 002')
  await page.context().close()
}, 60_000)

test('columns are hidden, moved and widened, and the address brings them back', async () => {
  const page = await signedIn('dana', '/accounts')
  const headings = () => page.getByRole('columnheader').allInnerTexts()
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Industry' }).uncheck()
  await page.getByRole('checkbox', { name: 'Tags' }).check()
  await page.getByRole('button', { name: 'Owner: later' }).click()
  await page.getByRole('button', { name: 'Name: wider' }).click()
  await page.keyboard.press('Escape')
  const wanted = ['Selected', 'Name', 'Primary contact', 'Owner', 'Open deals', 'Changed', 'Tags']
  expect(await headings()).toEqual(wanted)
  const width = (await page.getByRole('columnheader', { name: 'Name' }).boundingBox())!.width
  await page.reload()
  await page.getByRole('columnheader', { name: 'Tags' }).waitFor()
  expect(await headings()).toEqual(wanted)
  expect((await page.getByRole('columnheader', { name: 'Name' }).boundingBox())!.width).toBe(width)
  // the heading itself is reached and widened by keyboard
  await press(page, 'j', 'ArrowUp', 'Control+ArrowRight')
  await expect
    .poll(async () => (await page.getByRole('columnheader', { name: 'Name' }).boundingBox())!.width)
    .toBe(width + 16)
  await page.context().close()
}, 60_000)

test('F filters by several values, dates stay relative, and the sort is said in words', async () => {
  const { users } = app.cast
  const page = await signedIn('dana', '/deals')
  await page.getByRole('gridcell', { name: 'Fleet dashboard' }).waitFor()
  await press(page, 'f')
  await page.getByRole('dialog', { name: 'Add a filter' }).getByRole('button', { name: 'Stage' }).click()
  await page.getByRole('checkbox', { name: 'Lost' }).check()
  await page.getByRole('checkbox', { name: 'Prospecting' }).check()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Stage: Lost, Prospecting', exact: true }).waitFor()
  await page.getByRole('gridcell', { name: 'Fleet dashboard' }).waitFor({ state: 'detached' })
  await page.getByRole('gridcell', { name: 'Route planner' }).waitFor()
  await press(page, 'f')
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('combobox').fill('quill')
  await page.getByRole('option', { name: 'Quill Publishing GmbH' }).click()
  await page.getByRole('gridcell', { name: 'Route planner' }).waitFor({ state: 'detached' })
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click()
  await page.getByRole('paragraph').getByText('Sorted by name, A to Z').waitFor()
  const address = new URL(page.url())
  expect(address.searchParams.get('stage')).toBe('lost,prospecting')
  expect(address.searchParams.get('account_id')).toBe(app.cast.accounts.quill)
  await page.goto(`${app.address}/deals?period=this_month&owner_id=${users.sam}`)
  await page.getByRole('button', { name: 'Closing: This month', exact: true }).waitFor()
  await page.getByText('Nothing fits the filter').waitFor()
  await page.getByRole('button', { name: 'Remove the filter', exact: true }).click()
  await page.getByRole('gridcell', { name: 'Author platform' }).waitFor()
  await page.context().close()
}, 60_000)

test('a view is kept, told when it is changed, reset, shared by its address, and opened first', async () => {
  const page = await signedIn('dana', '/deals?stage=lost')
  await page.getByRole('gridcell', { name: 'Route planner' }).waitFor()
  await page.getByRole('button', { name: 'Save as…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Save this view' })
  await dialog.getByLabel('Name').fill('What we lost')
  await dialog.getByLabel('Who sees it').selectOption('all')
  await dialog.getByRole('button', { name: 'Save view' }).click()
  const tab = page.getByRole('button', { name: /^What we lost/ })
  await tab.waitFor()
  await page.getByRole('button', { name: 'Save as…' }).waitFor({ state: 'detached' })
  await page.getByRole('columnheader', { name: 'Value' }).getByRole('button').click()
  await expect.poll(() => tab.innerText()).toContain('changed')
  await page.getByRole('button', { name: 'Reset' }).click()
  await expect.poll(() => tab.innerText()).toBe('What we lost')
  await page.keyboard.press('v')
  await page.getByRole('checkbox', { name: 'Opens first, for me' }).click()
  await expect.poll(() => page.getByRole('checkbox', { name: 'Opens first, for me' }).isChecked()).toBe(true)
  const link = page.url()
  await page.goto(`${app.address}/deals`)
  await page.getByRole('button', { name: 'Stage: Lost' }).waitFor()
  await page.context().close()

  const theirs = await signedIn('felix', new URL(link).pathname + new URL(link).search)
  await theirs.getByRole('button', { name: 'Stage: Lost' }).waitFor()
  await theirs.keyboard.press('v')
  await theirs.getByText('Shared by dana').waitFor()
  await theirs.context().close()
}, 60_000)

test.each(['light', 'dark'] as const)(
  'filters and columns are accessible in the %s theme, wide and narrow',
  async (colorScheme) => {
    for (const width of [1440, 390]) {
      const page = await signedIn('dana', '/deals?stage=lost&date_to=2030-01-01', {
        colorScheme,
        viewport: { width, height: 844 },
      })
      await page.getByRole('button', { name: 'Stage: Lost' }).click()
      expect(await accessibilityFaults(page), `filter ${width}`).toEqual([])
      await page.keyboard.press('Escape')
      if (width > 768) await page.getByRole('button', { name: 'Columns' }).click()
      expect(await accessibilityFaults(page), `columns ${width}`).toEqual([])
      await page.context().close()
    }
  },
  60_000,
)
