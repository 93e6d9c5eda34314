/** The table of time in a real browser: entries are mapped, marked, split, merged and deleted by keyboard, and every one of it is taken back. */
import { readFileSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { faultsInEveryLook, launch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder })
const { users, deals } = app.cast
const agent = await app.agent()
let browser: Browser
beforeAll(async () => void (browser = await launch()), 120_000)
afterAll(() => browser?.close())

const entry = (from: string, to: string, extra: object = {}) => ({
  user_id: users.noah,
  deal_id: deals.fleet,
  start_time: `2026-09-15T${from}:00Z`,
  end_time: `2026-09-15T${to}:00Z`,
  external_id: `noah ${from}`,
  title: `Plan of ${from}`,
  ...extra,
})
beforeEach(async () => {
  await sql`delete from time_entries`.execute(app.db)
  await sql`delete from former_entries`.execute(app.db)
  const entries = [entry('08:00', '09:00'), entry('09:00', '09:30'), entry('11:00', '12:00', { deal_id: null })]
  await agent.post('/time-entries/batch', { entries })
})
/** What counts, from the database: seconds, and what they are on. */
async function counted(): Promise<string[]> {
  const { rows } = await sql<{ said: string }>`
    select duration_seconds / 60 || ' ' || coalesce(d.name, e.status) || case when billable then '' else ' free' end as said
    from time_entries e left join deals d on d.id = e.deal_id order by start_time
  `.execute(app.db)
  return rows.map(({ said }) => said)
}
const eventually = (expected: string[]) => expect.poll(counted).toEqual(expected)
const asRecorded = ['60 Fleet dashboard', '30 Fleet dashboard', '60 unmapped']

const signedIn = (person: string, target: string, options: BrowserContextOptions = {}) =>
  visit(browser, { address: app.address, email: `${person}@northlight.example`, password, target, ...options })
const rows = (page: Page) => page.getByRole('row').filter({ has: page.getByRole('gridcell') })
const bar = (page: Page) => page.getByRole('region', { name: 'Selected rows' })
/** Earliest first, the focus on the first row. */
async function open(person: string): Promise<Page> {
  const page = await signedIn(person, '/time?sort=start_time')
  await expect.poll(() => rows(page).count()).toBe(3)
  await rows(page).nth(0).getByRole('gridcell').nth(1).focus()
  return page
}
async function undo(page: Page): Promise<void> {
  await page.keyboard.press('Control+z')
  await page.getByText('Undone.').first().waitFor()
}

test('what is on nothing yet is told apart by its title, by its person and not by others', async () => {
  const waits = (page: Page) => rows(page).nth(2)
  const own = await open('noah')
  await waits(own).getByRole('gridcell', { name: 'Plan of 11:00' }).waitFor()
  await own.context().close()
  const other = await open('dana')
  await waits(other).getByText('Unmapped').waitFor()
  expect(await other.getByText('Plan of 11:00').count()).toBe(0)
  await other.context().close()
}, 60_000)

test('entries are split and merged by keyboard and put back as they were recorded', async () => {
  const page = await open('noah')
  await page.keyboard.press('s')
  const splitting = page.getByRole('dialog', { name: /^Split noah/ })
  await splitting.getByRole('combobox', { name: 'How' }).selectOption('durations')
  await splitting.getByRole('textbox', { name: 'Lengths' }).fill('0:20')
  await splitting.getByRole('list', { name: 'Parts' }).getByText('0:40').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('1 entry split.').waitFor()
  await splitting.waitFor({ state: 'hidden' })
  expect(await counted()).toEqual(['20 Fleet dashboard', '40 Fleet dashboard', ...asRecorded.slice(1)])
  await undo(page)
  await eventually(asRecorded)
  await expect.poll(() => rows(page).count()).toBe(3)
  await rows(page).nth(0).getByRole('gridcell').nth(1).focus()
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await bar(page).getByText('2 selected').waitFor()
  await bar(page).getByRole('button', { name: 'Merge…' }).press('Enter')
  const merging = page.getByRole('dialog', { name: 'Merge 2 entries' })
  await merging.getByText('2 entries will become 1.').waitFor()
  await merging.getByRole('button', { name: 'Merge 2 entries' }).press('Enter')
  await page.getByText('2 entries merged into 1.').waitFor()
  await merging.waitFor({ state: 'hidden' })
  expect(await counted()).toEqual(['90 Fleet dashboard', '60 unmapped'])
  // from what it became back to what was recorded
  await rows(page).nth(0).getByRole('gridcell').nth(1).focus()
  await page.keyboard.press('Space')
  const origin = page.getByRole('region', { name: 'Where it comes from' })
  await origin.getByText('Merged from several by noah').waitFor()
  expect(await origin.getByRole('listitem').count()).toBe(2)
  await origin.getByRole('button', { name: 'Put back as it was' }).click()
  await page.getByText('Put back as it was recorded.').waitFor()
  expect(await counted()).toEqual(asRecorded)
  await page.context().close()
}, 60_000)

test('many are mapped and marked after a look at what would happen, deleted and restored', async () => {
  const page = await open('dana')
  await page.keyboard.press('Control+a')
  await bar(page).getByText('3 selected').waitFor()
  await page.keyboard.press('m')
  const dialog = page.getByRole('dialog', { name: 'Change 3 entries' })
  await dialog.getByRole('combobox', { name: 'Map to' }).fill('author')
  await dialog.getByRole('option', { name: /Author platform/ }).waitFor()
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'See what would happen' }).press('Enter')
  await dialog.getByText('3 entries will be changed.').waitFor()
  await dialog.getByRole('button', { name: 'Change 3 entries' }).press('Enter')
  await page.getByText('3 entries changed.').waitFor()
  await bar(page).waitFor({ state: 'detached' })
  expect(await counted()).toEqual(['60 Author platform', '30 Author platform', '60 Author platform'])
  await undo(page)
  await eventually(asRecorded)
  await rows(page).nth(1).getByRole('gridcell').nth(1).focus()
  await page.keyboard.press('b')
  // what comes next is of the version it has then
  await page.getByText(/entry changed\.$/i).waitFor()
  await eventually(['60 Fleet dashboard', '30 Fleet dashboard free', '60 unmapped'])
  await page.keyboard.press('.')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Delete/ })
    .waitFor()
  await page.keyboard.press('d')
  await eventually(['60 Fleet dashboard', '60 unmapped'])
  // what was sent again stays out
  await agent.post('/time-entries/batch', { entries: [entry('09:00', '09:30')] })
  await page.goto(`${app.address}/time?deleted=true`)
  await expect.poll(() => rows(page).count()).toBe(1)
  await rows(page).nth(0).getByRole('gridcell').nth(1).focus()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Restore entry' }).click()
  await page.getByText(/restored\.$/).waitFor()
  await eventually(['60 Fleet dashboard', '30 Fleet dashboard free', '60 unmapped'])
  await page.context().close()
}, 60_000)

/** As many on each day as a large company records. */
async function asInALargeCompany(): Promise<void> {
  const many = (add: number) => sql`update time_by_day set entries = entries + ${add} where entries > 0`.execute(app.db)
  await many(200_000)
  onTestFinished(async () => void (await many(-200_000)))
}

test('words that were said long ago are looked for part by part, and the list says how far it is', async () => {
  const long_ago = { title: 'Zebra crossing', start_time: '2025-03-03T08:00:00Z', end_time: '2025-03-03T09:00:00Z' }
  await agent.post('/time-entries/batch', { entries: [entry('08:00', '09:00', { ...long_ago, external_id: 'zebra' })] })
  await asInALargeCompany()
  const page = await signedIn('noah', '/time')
  await expect.poll(() => rows(page).count()).toBe(4)
  let go = () => {}
  const held = new Promise<void>((resolve) => (go = resolve))
  await page.route('**/time-entries?*cursor=*', async (route) => {
    await held
    await route.continue()
  })
  await page.goto(`${app.address}/time?q=zebra`)
  await page
    .getByRole('status')
    .filter({ hasText: /Nothing found yet. Looked back to .*2026. Looking further…/ })
    .waitFor()
  expect(await faultsInEveryLook(page)).toEqual([])
  go()
  await expect.poll(() => rows(page).count()).toBe(1)
  await expect.poll(() => page.getByText('Looked back').count()).toBe(0)
  await page.goto(`${app.address}/time?q=xylophone`)
  await page.getByText('Nothing fits the filter').waitFor()
  await page.context().close()
}, 90_000)

test('of all that match in much time those are taken that could be looked through, and the bar says from which day on', async () => {
  const earlier = { title: 'Plan of old', start_time: '2026-05-04T08:00:00Z', end_time: '2026-05-04T09:00:00Z' }
  await agent.post('/time-entries/batch', { entries: [entry('08:00', '09:00', { ...earlier, external_id: 'old' })] })
  await asInALargeCompany()
  const page = await signedIn('noah', '/time')
  // the list itself has not looked further yet
  let go = () => {}
  const held = new Promise<void>((resolve) => (go = resolve))
  await page.route('**/time-entries?*cursor=*', async (route) => {
    await held
    await route.continue()
  })
  await page.goto(`${app.address}/time?q=plan`)
  await expect.poll(() => rows(page).count()).toBe(3)
  await rows(page).nth(0).getByRole('gridcell').nth(1).focus()
  await page.keyboard.press('x')
  await bar(page).getByRole('button', { name: 'Select all 3 shown' }).waitFor()
  await bar(page).getByRole('button', { name: 'Select all 3 matching from' }).click()
  await bar(page)
    .getByText(/^3 selected from \D*15\D+2026 on; what is older was not looked through$/)
    .waitFor()
  expect(await faultsInEveryLook(page)).toEqual([])
  await bar(page).getByRole('button', { name: 'Delete…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete 3 entries' })
  await dialog.getByText('3 entries will be deleted.').waitFor()
  await dialog.getByRole('button', { name: 'Delete 3 entries' }).press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  await eventually(['60 Fleet dashboard'])
  go()
  await undo(page)
  await eventually(['60 Fleet dashboard', ...asRecorded])
  await page.context().close()
}, 90_000)

test('an order that too much would have to be put into is refused with the days that are few enough, one key away', async () => {
  const earlier = { start_time: '2026-05-04T08:00:00Z', end_time: '2026-05-04T12:00:00Z', external_id: 'old' }
  await agent.post('/time-entries/batch', { entries: [entry('08:00', '09:00', earlier)] })
  const crowd = (add: number) =>
    sql`update time_by_day set entries = entries + ${add} where entries > 0 and day < '2026-06-01'`.execute(app.db)
  await crowd(200_000)
  onTestFinished(async () => void (await crowd(-200_000)))
  const page = await signedIn('noah', '/time?sort=-duration_seconds,start_time')
  const refusal = page.getByRole('status').filter({ hasText: 'These are too many entries to put into this order.' })
  await refusal.waitFor()
  expect(await faultsInEveryLook(page)).toEqual([])
  await refusal.getByRole('button', { name: /^Show those from \D*5\D+2026 on$/ }).press('Enter')
  await expect.poll(() => rows(page).count()).toBe(3)
  expect(new URL(page.url()).searchParams.get('sort')).toBe('-duration_seconds,start_time')
  await page.goto(`${app.address}/time?sort=-duration_seconds,start_time`)
  await refusal.getByRole('button', { name: 'Sort by start, latest first' }).click()
  await expect.poll(() => rows(page).count()).toBe(4)
  await page.context().close()
}, 90_000)

test('why an entry is where it is is one step away in every list that shows it, also for who leads', async () => {
  const { tasks, accounts } = app.cast
  await agent.post('/time-entries/batch', {
    entries: [entry('14:00', '15:00', { task_id: tasks.review, deal_id: null })],
  })
  const named = /The entry names (the deal|a task)/
  const page = await signedIn('marta', `/deals/${deals.fleet}?tab=time`)
  const asked = async (target: string) => {
    if (target) await page.goto(app.address + target)
    await page.getByRole('button', { name: 'Why?' }).first().click()
    await page.getByRole('dialog', { name: 'Why it is there' }).getByText(named).waitFor()
    await page.keyboard.press('Escape')
  }
  await asked('')
  await asked(`/accounts/${accounts.kestrel}?tab=time`)
  await page.getByRole('table', { name: 'Time entries' }).getByRole('link').first().click()
  await page.getByRole('complementary').getByRole('region', { name: 'Why' }).getByText(named).waitFor()
  await page.goto(`${app.address}/tasks?peek=${tasks.review}`)
  await page.getByRole('link', { name: 'Open its entries' }).click()
  await expect.poll(() => rows(page).count()).toBe(1)
  await asked('')
  await page.goto(`${app.address}/deals/${deals.fleet}?tab=time`)
  await page.getByRole('button', { name: 'Why?' }).first().waitFor()
  expect(await faultsInEveryLook(page)).toEqual([])
  // on a telephone it is within the screen, wherever its button is
  await page.getByRole('button', { name: 'Why?' }).first().click()
  const { x, width } = (await page.getByRole('dialog', { name: 'Why it is there' }).boundingBox())!
  expect([x >= 0, x + width <= 390]).toEqual([true, true])
  await page.context().close()
  const own = await signedIn('noah', '/me/data?day=2026-09-15')
  await own.getByRole('button', { name: 'Why?' }).first().click()
  await own.getByRole('dialog', { name: 'Why it is there' }).getByText(named).waitFor()
  await own.keyboard.press('Escape')
  await own.goto(`${app.address}/time/calendar?day=2026-09-15`)
  await own
    .getByRole('button', { name: /, Fleet dashboard,/ })
    .first()
    .click()
  await own.getByRole('complementary').getByRole('region', { name: 'Why' }).getByText(named).waitFor()
  await own.context().close()
}, 90_000)

test('the table, its bar, the peek and its dialogs are accessible in every look', async () => {
  const page = await open('noah')
  await page.keyboard.press('x')
  await bar(page).getByText('1 selected').waitFor()
  expect(await faultsInEveryLook(page)).toEqual([])
  await page.setViewportSize({ width: 1440, height: 900 })
  await bar(page).getByRole('button', { name: 'Split…' }).click()
  await page.getByRole('dialog').getByRole('list', { name: 'Parts' }).waitFor()
  expect(await faultsInEveryLook(page)).toEqual([])
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.keyboard.press('Escape')
  await rows(page).nth(0).getByRole('gridcell').nth(1).focus()
  await page.keyboard.press('Space')
  await page.getByText('The record as it is stored').click()
  await page.getByText('"external_id": "noah 08:00"').waitFor()
  expect(await faultsInEveryLook(page)).toEqual([])
  await page.context().close()
}, 90_000)

test('the list is saved as a file with what is shown of it, or with everything', async () => {
  const page = await open('noah')
  const saved = async (name: string) => {
    await page.getByRole('button', { name: 'More', exact: true }).press('Enter')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name }).press('Enter'),
    ])
    expect(download.suggestedFilename()).toBe('time-entries.csv')
    const [head = '', first = ''] = readFileSync(await download.path(), 'utf8')
      .replace('\ufeff', '')
      .split('\r\n')
    return { head, first }
  }
  const shown = await saved('Save this list as CSV')
  expect(shown.head).toBe('Person,Day,Start,Hours,Deal,Account,Reason,Status')
  expect(shown.first).toMatch(/^noah,2026-09-15,2026-09-15 10:00:00,1,Fleet dashboard,Kestrel Logistics,/)
  const all = await saved('Save all fields as CSV')
  expect(all.head).toContain(',Billable,')
  expect(all.first).toContain('Plan of 08:00')
  await page.context().close()
}, 60_000)
