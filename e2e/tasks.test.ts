/** Tasks in a real browser, mostly by keyboard: one line becomes a task, groups, the board, the calendar, many at once. */
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

const opened = (target: string, width = 1440, colorScheme: 'light' | 'dark' = 'light') =>
  visit(browser, {
    address: app.address,
    email: 'dana@brightwater.example',
    password,
    target,
    viewport: { width, height: 900 },
    colorScheme,
  })
/** Two cores shared with everything else that is tested. */
const eventually = <T>(look: () => Promise<T>) => expect.poll(look)
const line = (page: Page) => page.getByLabel('New task in one line')
const stored = async (title: string) => {
  const { rows } = await sql<Record<string, unknown>>`
    select t.priority, t.estimated_hours::text, t.deleted_at is not null as deleted, t.due_date is not null as dated, d.name as deal,
           u.name as assignee
    from tasks t left join deals d on d.id = t.deal_id left join users u on u.id = t.assigned_to where t.title = ${title}
  `.execute(app.db)
  return rows[0]
}
const focused = (page: Page) => page.locator(':focus').innerText()

test('a line becomes a task: what it means is shown while one types, a name that could be several asks', async () => {
  const page = await opened('/tasks')
  await page.getByRole('grid').waitFor()
  await page.keyboard.press('n')
  await page.keyboard.type('Ask about issue #12 !high @me #a fri 90m')
  const understood = page.getByRole('status', { name: 'Understood' })
  for (const part of ['High', '1.5 h', 'Dana Whitfield']) await understood.getByText(part, { exact: true }).waitFor()
  // the first name with a sign is the one that is looked for; nobody has it, so it is text
  expect(await understood.getByRole('button').count()).toBe(0)
  await line(page).fill('Call Anna re contract !high @me #a fri 90m')
  await understood.getByText('Which a?').waitFor()
  await page.keyboard.press('Enter')
  await eventually(() => focused(page)).toContain('Author platform')
  await page.keyboard.press('Enter')
  await eventually(() => page.locator('input:focus').getAttribute('placeholder')).toContain('New task')
  await understood.getByText(/Author platform/).waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('“Call Anna re contract” created.').waitFor()
  await eventually(() => line(page).inputValue()).toBe('')
  expect(await stored('Call Anna re contract')).toEqual({
    priority: 'high',
    estimated_hours: '1.5',
    deleted: false,
    dated: true,
    deal: 'Author platform',
    assignee: 'Dana Whitfield',
  })
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Undone.').waitFor()
  expect(await stored('Call Anna re contract')).toMatchObject({ deleted: true })
  await line(page).fill('@me !high')
  await page.keyboard.press('Enter')
  await page.getByText('Say what is to be done.').waitFor()
  await page.context().close()
}, 60_000)

test('the list stands in groups by day, and many tasks are finished and taken back at once', async () => {
  const page = await opened('/tasks')
  const grid = page.getByRole('grid', { name: 'Tasks' })
  for (const heading of ['Overdue', 'Today', 'This week']) await grid.getByText(heading, { exact: true }).waitFor()
  await grid.locator('[data-row="0"] [data-column="0"]').focus()
  await page.keyboard.press('x')
  await page.keyboard.press('Shift+J')
  await page.getByText('2 selected').waitFor()
  await page.keyboard.press('Escape')
  await eventually(() => page.getByText('2 selected').count()).toBe(0)
  await grid.locator('[data-row="0"] [data-column="0"]').focus()
  await page.keyboard.press('x')
  await page.keyboard.press('Shift+J')
  await page.keyboard.press('s')
  const dialog = page.getByRole('dialog', { name: 'Change 2 tasks' })
  await dialog.getByRole('button', { name: 'Done' }).waitFor()
  await page.keyboard.press('d')
  await dialog.getByText('Status: Done').waitFor()
  await dialog.getByText('2 tasks will be changed.').waitFor()
  const first = await grid.locator('[data-row="0"] [data-column="0"]').innerText()
  await dialog.getByRole('button', { name: 'Change 2 tasks' }).click()
  await page.getByText('2 tasks changed.').waitFor()
  await eventually(() => grid.locator('[data-row="0"] [data-column="0"]').innerText()).not.toBe(first)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Undone.').waitFor()
  await eventually(() => grid.locator('[data-row="0"] [data-column="0"]').innerText()).toBe(first)
  await page.getByRole('button', { name: 'Remove the filter Status' }).click()
  await grid.getByText('Earlier', { exact: true }).waitFor()
  await page.context().close()
}, 60_000)

test('a deleted task is gone from the list, lies in the bin, and comes back', async () => {
  const page = await opened('/tasks')
  const titles = () => page.locator('[data-row]:not([data-row="-1"]) > [data-column="0"]').allInnerTexts()
  await page.locator('[data-row="0"] [data-column="0"]').focus()
  const [title] = await titles()
  await page.keyboard.press(' ')
  await page.getByRole('button', { name: 'Delete task' }).click()
  await page.getByText(`${title} deleted.`).waitFor()
  await page.keyboard.press('Escape')
  await eventually(async () => (await titles())[0]).not.toBe(title)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('button', { name: 'Deleted tasks' }).click()
  await page.getByText('These tasks are deleted.').waitFor()
  await eventually(titles).toContain(title)
  await page.locator('[data-mark]').first().click()
  await page.getByRole('button', { name: 'Restore…' }).click()
  await page.getByRole('button', { name: 'Restore 1 task' }).click()
  await page.getByText('1 task restored.').waitFor()
  await page.getByRole('button', { name: 'Back to all tasks' }).click()
  await page.getByText('Overdue', { exact: true }).waitFor()
  await page.context().close()
}, 60_000)

test('a card changes its status by keyboard, told aloud, followed by the focus, and is taken back', async () => {
  const page = await opened('/tasks?layout=board')
  const column = (status: string) => page.getByRole('list', { name: `Tasks: ${status}` })
  const titles = (status: string) => column(status).locator('[data-card] button[id]').allInnerTexts()
  const card = column('Open').locator('[data-card] button[id]').first()
  await card.waitFor()
  const id = (await card.getAttribute('id'))!
  const title = await card.innerText()
  const before = (await titles('Open')).length
  await card.focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.getByText(new RegExp(`${title} moved to In progress`)).waitFor()
  await eventually(() => column('In progress').locator(`#${id}`).count()).toBe(1)
  await eventually(() => page.locator(':focus').getAttribute('id')).toBe(id)
  await page.keyboard.press('s')
  await page.getByRole('dialog').getByRole('button', { name: 'Blocked' }).waitFor()
  await page.keyboard.press('b')
  await eventually(() => column('Blocked').locator(`#${id}`).count()).toBe(1)
  await page.keyboard.press('Control+z')
  await eventually(() => column('In progress').locator(`#${id}`).count()).toBe(1)
  await page.keyboard.press('Control+z')
  await eventually(async () => (await titles('Open')).length).toBe(before)
  await column('Open').locator(`#${id}`).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('complementary', { name: title }).waitFor()
  await page.context().close()
}, 60_000)

test('a card is dragged to another column', async () => {
  const page = await opened('/tasks?layout=board')
  const card = page.getByRole('list', { name: 'Tasks: Blocked' }).locator('[data-card]').first()
  const title = await card.locator('button[id]').innerText()
  await card.dragTo(page.getByRole('list', { name: 'Tasks: Open' }), { targetPosition: { x: 60, y: 20 } })
  await page.getByText(new RegExp(`${title} moved to Open`)).waitFor()
  await page.context().close()
}, 60_000)

test('the calendar is walked by arrows, and a task of a day is put off by keyboard', async () => {
  const page = await opened('/tasks?layout=calendar')
  const day = page.locator('td[tabindex="0"]')
  await day.focus()
  const today = await day.getAttribute('aria-label')
  await page.keyboard.press('ArrowRight')
  await eventually(() => day.getAttribute('aria-label')).not.toBe(today)
  await page.keyboard.press('ArrowLeft')
  await eventually(() => day.getAttribute('aria-label')).toBe(today)
  await page.keyboard.press('Enter')
  const task = page.locator('#day-tasks button').first()
  const title = await task.locator('span').first().innerText()
  await eventually(() => focused(page)).toContain(title)
  await page.keyboard.press('Shift+ArrowRight')
  await page.getByText(new RegExp(`${title} is due`)).waitFor()
  // the day and the focus go with it
  await eventually(() => day.getAttribute('aria-label')).not.toBe(today)
  await eventually(() => focused(page)).toContain(title)
  await page.keyboard.press('Shift+ArrowLeft')
  await eventually(() => day.getAttribute('aria-label')).toBe(today)
  await page.keyboard.press('Control+z')
  await page.getByText('Undone.').waitFor()
  await page.keyboard.press('Control+z')
  const month = await page.getByRole('heading', { level: 2 }).first().innerText()
  await day.focus()
  await page.keyboard.press('PageDown')
  await eventually(() => page.getByRole('heading', { level: 2 }).first().innerText()).not.toBe(month)
  await page.reload()
  await eventually(() => page.getByRole('heading', { level: 2 }).first().innerText()).not.toBe(month)
  await page.context().close()
}, 120_000)

test('in the calendar a task is dragged to another day and taken back', async () => {
  const page = await opened('/tasks?layout=calendar')
  const [from, to] = [page.locator('td:has([data-title])').first(), page.locator('td:not(:has([data-title]))').first()]
  const title = from.locator('[data-title]').first()
  const name = await title.innerText()
  const [there, here] = [await to.getAttribute('aria-label'), await from.getAttribute('aria-label')]
  await title.dragTo(to)
  await page.getByText(new RegExp(`${name} is due`)).waitFor()
  const dayNamed = (label: string | null) =>
    page.locator(`td[aria-label^="${label!.split(', ')[0]!}, "]`).filter({ hasText: name })
  await dayNamed(there).waitFor()
  await page.keyboard.press('Control+z')
  await page.getByText('Undone.').waitFor()
  await dayNamed(here).waitFor()
  await page.context().close()
}, 60_000)

test.each([
  ['light', 1440],
  ['dark', 390],
] as const)(
  'every layout is accessible, %s and %i px wide, and nothing hangs over the edge',
  async (theme, width) => {
    const page = await opened('/tasks', width, theme)
    for (const layout of ['List', 'Board', 'Calendar']) {
      await page.getByRole('link', { name: layout, exact: true }).click()
      await page.locator('[data-card], [data-row], td').first().waitFor({ state: 'attached' })
      await line(page).fill('Call !high tomorrow #a')
      await page.getByText('Which a?').waitFor()
      expect([layout, await accessibilityFaults(page)]).toEqual([layout, []])
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    }
    await page.context().close()
  },
  60_000,
)
