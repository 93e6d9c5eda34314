/** Doing things to many records in a real browser: what would happen first, also of all that a filter finds, and back again. */
import { readFileSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { accessibilityFaults, launch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder })
const { users, accounts } = app.cast
let browser: Browser
beforeAll(async () => {
  await sql`
    insert into deals (account_id, name, owner_id)
    select ${accounts.quill}, 'Batch ' || lpad(n::text, 4, '0'), case when n % 2 = 0 then ${users.lena}::uuid end
    from generate_series(1, 1200) n
  `.execute(app.db)
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())

const signedIn = (person: string, target: string, options: BrowserContextOptions = {}) =>
  visit(browser, { address: app.address, email: `${person}@northlight.example`, password, target, ...options })
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const eventually = <T>(look: () => Promise<T>) => expect.poll(look)
const bar = (page: Page) => page.getByRole('region', { name: 'Selected rows' })
async function ownedBy(name: string | null): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from deals d left join users u on u.id = d.owner_id
    where d.name like 'Batch %' and u.name is not distinct from ${name}
  `.execute(app.db)
  return rows[0]!.count
}

test('all that a filter finds get an owner, what somebody changed meanwhile is named, and undo gives each its own back', async () => {
  const page = await signedIn('dana', '/deals?q=Batch&sort=name')
  await page.getByRole('gridcell', { name: 'Batch 0001' }).focus()
  await press(page, 'x')
  await bar(page).getByRole('button', { name: 'Select all 1,200 matching' }).click()
  await bar(page).getByText('1,200 selected').waitFor()
  await press(page, 'a')
  const dialog = page.getByRole('dialog', { name: 'Change 1,200 deals' })
  await dialog.getByRole('combobox', { name: 'Owner' }).fill('sam')
  await dialog.getByRole('option', { name: 'sam' }).waitFor()
  await press(page, 'Enter', 'Enter')
  await dialog.getByText('1,200 deals will be changed.').waitFor()
  await sql`update deals set end_date = '2027-01-01', version = version + 1 where name = 'Batch 0777'`.execute(app.db)
  await dialog.getByRole('button', { name: 'Change 1,200 deals' }).press('Enter')
  await dialog.getByText('1,199 deals were changed, 1 not:').waitFor()
  await dialog.getByText('1: Somebody changed it since it was looked at.').waitFor()
  const saving = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save the reasons as CSV' }).click()
  expect(readFileSync(await (await saving).path(), 'utf8')).toMatch(
    /^\ufeffname,outcome,reason,id\r\nBatch 0777,skipped,Somebody changed it since it was looked at\.,[0-9a-f-]{36}\r\n$/,
  )
  expect(await ownedBy('sam')).toBe(1_199)
  await dialog.getByRole('button', { name: 'Close' }).press('Enter')
  await bar(page).waitFor({ state: 'detached' })
  await press(page, 'Control+z')
  await page.getByText('Undone.').waitFor()
  expect([await ownedBy('lena'), await ownedBy(null)]).toEqual([600, 600])
  await press(page, 'Control+Shift+z')
  await eventually(() => ownedBy('sam')).toBe(1_199)
  await press(page, 'Control+z')
  await eventually(() => ownedBy('sam')).toBe(0)
  await page.context().close()
}, 60_000)

test('who stops it half-way is told how much was done and what was not, and takes that much back', async () => {
  const page = await signedIn('dana', '/deals?q=Batch&sort=name')
  let sent = 0
  await page.route('**/deals/bulk', async (route) => {
    const { dry_run } = route.request().postDataJSON() as { dry_run?: true }
    // the second part waits until somebody has stopped
    if (!dry_run && ++sent === 2) await page.getByRole('button', { name: 'Stop' }).click()
    await route.continue()
  })
  await page.getByRole('gridcell', { name: 'Batch 0001' }).focus()
  await press(page, 'x')
  await bar(page).getByRole('button', { name: 'Select all 1,200 matching' }).click()
  await bar(page).getByRole('button', { name: 'Delete…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete 1,200 deals' })
  await dialog.getByRole('button', { name: 'Delete 1,200 deals' }).click()
  await dialog.getByText('1,000 deals were deleted, 200 not:').waitFor()
  await dialog.getByText('200: You stopped before it was its turn.').waitFor()
  await press(page, 'Escape', 'Control+z')
  await page.getByText('Undone.').waitFor()
  const { rows } = await sql`select from deals where name like 'Batch %' and deleted_at is not null`.execute(app.db)
  expect(rows.length).toBe(0)
  await page.context().close()
}, 60_000)

test('an undo that breaks off says how far it came, and the next one takes back the rest', async () => {
  const page = await signedIn('dana', '/deals?q=Batch&sort=name')
  await page.getByRole('gridcell', { name: 'Batch 0001' }).focus()
  await press(page, 'x')
  await bar(page).getByRole('button', { name: 'Select all 1,200 matching' }).click()
  await bar(page).getByRole('button', { name: 'Delete…' }).click()
  await page.getByRole('button', { name: 'Delete 1,200 deals' }).click()
  await page.getByText('1,200 deals deleted.').waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  let sent = 0
  await page.route('**/deals/bulk', (route) => (++sent === 2 ? route.abort() : route.continue()))
  await press(page, 'Control+z')
  await page.getByText('The server cannot be reached.').waitFor()
  await page.getByText('500 of 1,200 taken back, the rest not yet.').waitFor()
  await press(page, 'Control+z')
  await page.getByText('Undone.').waitFor()
  const { rows } = await sql`select from deals where name like 'Batch %' and deleted_at is not null`.execute(app.db)
  expect(rows.length).toBe(0)
  await page.context().close()
}, 60_000)

test('another filter is another choice, and one row taken out leaves the others that are loaded', async () => {
  const page = await signedIn('dana', '/deals?q=Batch&sort=name')
  await page.getByRole('gridcell', { name: 'Batch 0001' }).focus()
  await press(page, 'x')
  await bar(page).getByRole('button', { name: 'Select all 1,200 matching' }).click()
  await page.getByRole('gridcell', { name: 'Batch 0002' }).focus()
  await press(page, 'x')
  await bar(page)
    .getByText(/^[12]?\d\d selected$/)
    .waitFor()
  await bar(page).getByRole('button', { name: 'Select all 1,200 matching' }).click()
  await bar(page).getByText('1,200 selected').waitFor()
  await page.getByLabel('Search deals').fill('Batch 00')
  await bar(page).waitFor({ state: 'detached' })
  await page.context().close()
}, 60_000)

test('full stop opens what can be done with the row, letters do it, and the focus comes back', async () => {
  const page = await signedIn('dana', '/deals?q=Batch 000&sort=name')
  const name = page.getByRole('gridcell', { name: 'Batch 0003' })
  const focused = () => page.locator(':focus').innerText()
  await name.focus()
  await press(page, '.')
  const menu = page.getByRole('dialog', { name: 'Batch 0003' })
  expect(await menu.getByRole('button').filter({ hasText: /./ }).allInnerTexts()).toEqual(
    ['Open O', 'Look at it here P', 'Move to a stage… S', 'Assign… A', 'Select X', 'Copy link L', 'Delete D'].map(
      (text) => expect.stringMatching(text.replace(/ (?=\w$)/, '\\s*')),
    ),
  )
  expect(await accessibilityFaults(page)).toEqual([])
  await press(page, 'Escape')
  await eventually(focused).toBe('Batch 0003')
  await press(page, '.', 'a')
  await page.getByRole('dialog', { name: 'Owner of Batch 0003' }).getByRole('combobox').fill('sam')
  await page.getByRole('option', { name: 'sam' }).waitFor()
  await press(page, 'Enter')
  await page.getByText('Deal changed.').waitFor()
  await eventually(focused).toBe('Batch 0003')
  const row = page.getByRole('row').filter({ hasText: 'Batch 0003' })
  await row.getByText('sam').waitFor()
  await press(page, 's')
  await page.getByRole('dialog', { name: 'Move Batch 0003 to' }).waitFor()
  await press(page, 'n')
  await row.getByText('Negotiation').waitFor()
  await press(page, 'Control+z')
  await row.getByText('Prospecting').waitFor()
  await name.focus()
  await press(page, '.', 'd')
  await page.getByText('Batch 0003 deleted.').waitFor()
  await row.waitFor({ state: 'detached' })
  await press(page, 'Control+z')
  await row.waitFor()
  await press(page, '?')
  await page.getByRole('dialog', { name: 'Keyboard' }).getByText('What can be done with the row or the card').waitFor()
  await page.context().close()
}, 60_000)

test('Enter before the answer came takes what was typed, not what stood there before', async () => {
  const page = await signedIn('dana', '/deals?q=Batch 000&sort=name')
  await page.route('**/users?*q=sam*', async (route) => {
    await new Promise((done) => setTimeout(done, 500))
    await route.continue()
  })
  await page.getByRole('gridcell', { name: 'Batch 0004' }).focus()
  await press(page, 'a')
  const dialog = page.getByRole('dialog', { name: 'Owner of Batch 0004' })
  await dialog.getByRole('option', { name: 'dana' }).waitFor()
  await page.keyboard.type('sam')
  await press(page, 'Enter')
  await page.getByText('Deal changed.').waitFor()
  await page.getByRole('row').filter({ hasText: 'Batch 0004' }).getByText('sam').waitFor()
  await page.context().close()
}, 60_000)

test('S moves what is marked to a stage: closed deals are left out, and say why', async () => {
  await sql`update deals set stage = 'won', closed_at = now() where name = 'Batch 0011'`.execute(app.db)
  const page = await signedIn('dana', '/deals?q=Batch 001&sort=name')
  await page.getByRole('gridcell', { name: 'Batch 0010' }).focus()
  await press(page, 'x', 'Shift+J', 'Shift+J', 's')
  const dialog = page.getByRole('dialog', { name: 'Change 3 deals' })
  await dialog.getByRole('button', { name: 'Negotiation' }).waitFor()
  await press(page, 'n')
  await dialog.getByText('Stage: Negotiation').waitFor()
  await dialog.getByText('2 deals will be changed, 1 not:').waitFor()
  await dialog.getByText('1: It is won or lost. Reopen it by itself.').waitFor()
  await press(page, 'Enter')
  await dialog.getByText('2 deals were changed, 1 not:').waitFor()
  await press(page, 'Enter', 'Control+z')
  await page.getByText('Undone.').waitFor()
  await eventually(() => page.getByRole('row').filter({ hasText: 'Prospecting' }).count()).toBe(9)
  await page.context().close()
}, 60_000)

test.each([
  ['light', 1440],
  ['dark', 390],
  ['light', 360],
] as const)(
  'the bar and its dialogs are accessible and fit the screen, %s and %i px wide',
  async (colorScheme, width) => {
    const page = await signedIn('dana', '/deals?q=Batch&sort=name', { colorScheme, viewport: { width, height: 844 } })
    await page.locator('[data-mark]').first().click()
    await bar(page).getByRole('button', { name: 'Select all 1,200 matching' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await bar(page).getByRole('button', { name: 'Change…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('What to change').selectOption({ label: 'Close date' })
    await dialog.getByLabel('Close date').fill('2027-05-01')
    expect(await accessibilityFaults(page)).toEqual([])
    await dialog.getByRole('button', { name: 'See what would happen' }).click()
    await dialog.getByText('1 deal will be changed.').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    await dialog.getByRole('button', { name: 'Back', exact: true }).click()
    await dialog.getByLabel('What to change').waitFor()
    await page.context().close()
  },
  60_000,
)
