/** Deals in a real browser: the board by keyboard, by mouse and on a phone, and the page of a deal. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadDemo } from '#server/demo/load-demo.ts'
import { sql } from '#server/platform/database.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { accessibilityFaults, launch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder, cast: false })
const password = 'demo-password'
let browser: Browser

beforeAll(async () => {
  await loadDemo(app.db, { password, now_ms: Date.now() })
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())

async function opened(target: string, width = 1440): Promise<Page> {
  const email = 'dana@brightwater.example'
  const viewport = { width, height: 900 }
  const page = await visit(browser, { address: app.address, email, password, target, viewport })
  await page.locator('[data-card]').first().waitFor({ state: 'attached' })
  return page
}
/** Two cores shared with everything else that is tested. */
const eventually = <T>(look: () => Promise<T>) => expect.poll(look)
const column = (page: Page, stage: string) => page.getByRole('list', { name: `Deals in ${stage}` })
const names = (page: Page, stage: string) => column(page, stage).locator('[data-card] a').allInnerTexts()
const focused = (page: Page) => page.locator(':focus').innerText()

test('a card is moved by keyboard, told aloud, followed by the focus, and taken back', async () => {
  const page = await opened('/deals?layout=board')
  const card = column(page, 'prospecting').locator('[data-card] a').first()
  const name = await card.innerText()
  await card.focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page
    .getByRole('status')
    .getByText(new RegExp(`${name} moved to Negotiation, 1 of \\d+`))
    .waitFor()
  await eventually(() => names(page, 'negotiation')).toContain(name)
  await eventually(() => focused(page)).toBe(name)
  await page.keyboard.press('Shift+ArrowDown')
  await eventually(async () => (await names(page, 'negotiation'))[1]).toBe(name)
  await page.reload()
  await eventually(async () => (await names(page, 'negotiation'))[1]).toBe(name)
  await column(page, 'negotiation').getByRole('link', { name }).focus()
  await page.keyboard.press('s')
  await page.getByRole('dialog').getByRole('button', { name: 'Prospecting' }).waitFor()
  await page.keyboard.press('p')
  await eventually(() => names(page, 'prospecting')).toContain(name)
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await page.getByText('Undone.').waitFor()
  await eventually(async () => (await names(page, 'negotiation'))[1]).toBe(name)
  await page.context().close()
}, 60_000)

test('arrows walk over the cards, space opens one beside the board, Enter opens its page', async () => {
  const page = await opened('/deals?layout=board')
  const first = await names(page, 'prospecting')
  await column(page, 'prospecting').getByRole('link').first().focus()
  await page.keyboard.press('ArrowDown')
  expect(await focused(page)).toBe(first[1])
  await page.keyboard.press('ArrowRight')
  expect(await focused(page)).toBe((await names(page, 'negotiation'))[1])
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press(' ')
  await page.getByRole('complementary', { name: first[1]! }).waitFor()
  await page.keyboard.press('Escape')
  await eventually(() => focused(page)).toBe(first[1])
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: first[1]! }).waitFor()
  await page.context().close()
}, 60_000)

test('a card dragged to won asks for the day and the reason, and stays where it was if one changes one’s mind', async () => {
  const page = await opened('/deals?layout=board')
  const card = column(page, 'negotiation').locator('[data-card]').first()
  const name = await card.getByRole('link').innerText()
  await card.dragTo(column(page, 'won'))
  await page.getByRole('button', { name: 'Cancel' }).click()
  expect(await names(page, 'negotiation')).toContain(name)
  await card.dragTo(column(page, 'won'))
  await page.getByLabel('Reason').fill('Signed by fax')
  await page.getByRole('button', { name: 'Mark won' }).click()
  await eventually(() => names(page, 'won')).toContain(name)
  await column(page, 'won').getByRole('link', { name }).click()
  await page.getByText('Signed by fax').waitFor()
  await page.context().close()
}, 60_000)

test('the board has the chips and the views of the table', async () => {
  const page = await opened('/deals?layout=board')
  await page.getByRole('button', { name: 'Won and lost: This quarter' }).waitFor()
  await page.keyboard.press('f')
  await page.getByRole('dialog', { name: 'Add a filter' }).getByRole('button', { name: 'Owner' }).click()
  await page.getByRole('combobox', { name: 'Add owner' }).fill('sam')
  await page.getByRole('option', { name: /Sam Rivera/ }).click()
  const owners = async () => new Set(await page.locator('[data-owner]').allInnerTexts())
  await eventually(owners).toEqual(new Set(['Sam Rivera']))
  await page.keyboard.press('Escape')
  await page.keyboard.press('f')
  await page.getByRole('dialog', { name: 'Add a filter' }).getByRole('button', { name: 'Stage' }).click()
  await page.getByRole('checkbox', { name: 'Negotiation' }).check()
  await page.keyboard.press('Escape')
  await eventually(() => column(page, 'prospecting').count()).toBe(0)
  await page.getByRole('button', { name: 'Save as…' }).click()
  await page.getByRole('dialog', { name: 'Save this view' }).getByLabel('Name').fill('What Sam negotiates')
  await page.getByRole('button', { name: 'Save view' }).click()
  await page.getByRole('button', { name: 'All deals/projects' }).click()
  await page.getByRole('gridcell').first().waitFor()
  await page.getByRole('button', { name: 'What Sam negotiates' }).click()
  await eventually(owners).toEqual(new Set(['Sam Rivera']))
  expect(await column(page, 'prospecting').count()).toBe(0)
  expect(await accessibilityFaults(page)).toEqual([])
  await page.context().close()
}, 60_000)

test('full stop opens what can be done with a card: it is given to somebody, and deleted and brought back', async () => {
  const page = await opened('/deals?layout=board')
  const card = column(page, 'prospecting').locator('[data-card]').first()
  const name = await card.getByRole('link').innerText()
  await card.getByRole('link').focus()
  await page.keyboard.press('.')
  await page.getByRole('dialog', { name }).getByRole('button', { name: 'Move to a stage…' }).waitFor()
  await page.keyboard.press('a')
  await page
    .getByRole('dialog', { name: `Owner of ${name}` })
    .getByRole('combobox')
    .fill('lena')
  await page.getByRole('option', { name: /Lena/ }).waitFor()
  await page.keyboard.press('Enter')
  await eventually(() => card.locator('[data-owner]').innerText()).toMatch(/^Lena/)
  await eventually(() => focused(page)).toBe(name)
  await page.keyboard.press('.')
  await page.keyboard.press('d')
  await page.getByText(`${name} deleted.`).waitFor()
  await eventually(() => names(page, 'prospecting')).not.toContain(name)
  await page.keyboard.press('Control+z')
  await eventually(() => names(page, 'prospecting')).toContain(name)
  await page.context().close()
}, 60_000)

test('a move that the server refuses is rolled back and told', async () => {
  const page = await opened('/deals?layout=board')
  const card = column(page, 'prospecting').getByRole('link').first()
  const name = await card.innerText()
  await page.route('**/move', (route) =>
    route.fulfill({
      status: 412,
      contentType: 'application/problem+json',
      body: '{"detail":"The record changed meanwhile."}',
    }),
  )
  await card.focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.getByText('The record changed meanwhile.').waitFor()
  await eventually(async () => (await names(page, 'prospecting'))[0]).toBe(name)
  await page.context().close()
}, 60_000)

test('on a phone one column is shown, chosen by its stage, and cards move by the menu', async () => {
  const page = await opened('/deals?layout=board', 360)
  await page.getByLabel('Stage').selectOption('negotiation')
  await eventually(() => column(page, 'prospecting').isVisible()).toBe(false)
  const name = (await names(page, 'negotiation'))[0]!
  await page.getByRole('button', { name: `Move ${name} to…` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Prospecting' }).click()
  await eventually(() => names(page, 'negotiation')).not.toContain(name)
  expect(await page.locator('html').evaluate((root) => root.scrollWidth)).toBeLessThanOrEqual(360)
  await page.context().close()
}, 60_000)

test('tasks are written one after the other on the page of a deal, and every side of it is accessible', async () => {
  const page = await opened('/deals?layout=board')
  await column(page, 'negotiation').getByRole('link').first().click()
  const sides = page.getByRole('navigation', { name: 'Sides of this record' })
  await sides.getByRole('link', { name: 'Tasks' }).click()
  await page.getByLabel('New task').fill('Draft the offer')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Send the offer')
  await page.keyboard.press('Enter')
  for (const title of ['Draft the offer', 'Send the offer']) await page.getByText(title, { exact: true }).waitFor()
  await page.getByLabel('Draft the offer is done').check()
  await page.getByText('“Draft the offer” is done.').waitFor()
  for (const [tab, region] of [
    ['Time', 'Time'],
    ['History', 'History'],
    ['Overview', 'Timeline'],
  ] as const) {
    await sides.getByRole('link', { name: tab }).click()
    await page.getByRole('region', { name: region }).waitFor()
    expect(await accessibilityFaults(page), tab).toEqual([])
  }
  await page.context().close()
}, 60_000)

test('a note is drafted, survives leaving, is saved by Ctrl-Enter, stands on the timeline, and is changed with its history', async () => {
  const page = await opened('/deals?layout=board')
  await column(page, 'negotiation').getByRole('link').first().click()
  const sides = page.getByRole('navigation', { name: 'Sides of this record' })
  await page.getByLabel('Write a note').fill('They compare us with <b>two</b> others, see https://example.org/offer.')
  await page.reload()
  expect(await page.getByLabel('Write a note').inputValue()).toContain('<b>two</b>')
  await page.getByLabel('Write a note').press('Control+Enter')
  const timeline = page.getByRole('region', { name: 'Timeline' })
  await timeline.getByText('They compare us with <b>two</b> others').waitFor()
  const link = timeline.getByRole('link', { name: 'https://example.org/offer', exact: true })
  expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow')
  expect(await page.getByLabel('Write a note').inputValue()).toBe('')
  await sides.getByRole('link', { name: 'Notes' }).click()
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  const meant = 'They decided **for us**:\n- [x] price\n- [ ] date'
  await page.getByLabel('Change the note').fill(meant)
  await page.getByRole('button', { name: 'Save note' }).click()
  await page.getByRole('strong').getByText('for us').waitFor()
  await page.getByRole('listitem').getByText('date', { exact: true }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  expect(await page.getByLabel('Change the note').inputValue()).toBe(meant)
  await page.getByLabel('Change the note').fill('They decided for us.')
  await page.getByRole('button', { name: 'Save note' }).click()
  await page.getByText('They decided for us.').waitFor()
  await page.getByRole('button', { name: /^changed/ }).click()
  await page.getByRole('list', { name: 'What it said before' }).getByText('They compare us').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByText('No note yet').waitFor()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await page.getByText('They decided for us.').waitFor()
  await page.context().close()
}, 60_000)

test('the hours of a deal are told week by week: exact at the bar one stands on, and as a table', async () => {
  const page = await opened('/deals?layout=board')
  const { rows } = await sql<{ id: string }>`select id from deals where name = 'Author platform'`.execute(app.db)
  await page.goto(`${app.address}/deals/${rows[0]!.id}?tab=time`)
  const chart = page.getByRole('region', { name: 'How many hours a week?' })
  const told = () => chart.locator('p').innerText()
  await chart
    .getByRole('img', { name: /^Week of/ })
    .last()
    .focus()
  const last = await told()
  expect(last).toMatch(/^Week of .*: \d+:\d\d h$/)
  await page.keyboard.press('ArrowLeft')
  await eventually(told).not.toBe(last)
  const before = await told()
  expect(await page.locator(':focus').getAttribute('aria-label')).toBe(before)
  await chart
    .getByRole('img', { name: /^Week of/ })
    .last()
    .hover()
  await eventually(told).toBe(last)
  expect(await accessibilityFaults(page)).toEqual([])
  await chart.getByRole('button', { name: 'View as table' }).press('Enter')
  const [week, hours] = /^(Week of .*): (\d+:\d\d) h$/.exec(before)!.slice(1)
  await chart.getByRole('row', { name: `${week} ${hours}` }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.context().close()
}, 60_000)
