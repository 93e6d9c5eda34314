/** The review queue in a real browser: twenty entries by keyboard alone, keys pressed faster than the server answers, and each key once. */
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { faultsInEveryLook, launch, visit, watch } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder })
const { users, deals } = app.cast
const agent = await app.agent()
const noah = await app.as('noah')
const dana = await app.as('dana')
let browser: Browser
let place = 0
const begin = Date.parse(`${new Date(Date.now() - 9 * 86_400_000).toISOString().slice(0, 10)}T05:00:00Z`)

/** Ten minutes each, the later the longer by a second, so that their order is known. */
async function wait(count: number, facts: object, who: string = users.noah): Promise<string[]> {
  const entries = Array.from({ length: count }, () => {
    place++
    const start = begin + place * 700_000
    return {
      user_id: who,
      start_time: new Date(start).toISOString(),
      end_time: new Date(start + 600_000 + place * 1_000).toISOString(),
      source: 'agent',
      external_id: `review-${place}`,
      ...facts,
    }
  })
  const { body } = await agent.post('/time-entries/batch', { entries })
  return body.results.map(({ id }: { id: string }) => id)
}
const open = (person: string, target = '/time/review') =>
  visit(browser, { address: app.address, email: `${person}@northlight.example`, password, target })
const statusOf = async (id: string) =>
  (await noah.get(`/time-entries/${id}`)).body as { deal_id: string; status: string }
const header = (page: Page) => page.getByRole('status').filter({ hasText: 'waiting' })
const isWaiting = (page: Page, count: number) =>
  expect.poll(() => header(page).innerText()).toContain(`${count} waiting`)

let twenty: string[] = []
beforeAll(async () => {
  const taught = await wait(4, { app: 'Boards', url: 'https://boards.example/1' })
  for (const id of taught) await noah.post(`/unmapped-time-entries/${id}/assign`, { deal_id: deals.author })
  twenty = await wait(20, { app: 'Boards', url: 'https://boards.example/1' })
  browser = await launch()
}, 60_000)
afterAll(() => browser?.close())

test('twenty entries are mapped by keyboard, with keys that come faster than the answers, and none is lost', async () => {
  const page = await open('noah')
  await isWaiting(page, 20)
  await page.getByRole('list', { name: 'Guesses' }).getByRole('button').first().getByText('Author platform').waitFor()
  const answered: number[] = []
  page.on('response', (response) => response.url().endsWith('/assign') && answered.push(response.status()))
  // no waiting in between: each key is for the entry that is then on the screen
  for (let n = 0; n < 20; n++) await page.keyboard.press('1')
  await page.getByText('All done').waitFor()
  await expect.poll(() => answered.length).toBe(20)
  expect(new Set(answered)).toEqual(new Set([200]))
  const placed = await Promise.all(twenty.map(statusOf))
  expect(placed.filter(({ deal_id }) => deal_id === deals.author)).toHaveLength(20)
  await page.getByText(/of 20 entries found their customer/).waitFor()
  await page.keyboard.press('u')
  await isWaiting(page, 1)
  await page.getByRole('region', { name: 'Decision' }).waitFor()
  await page.context().close()
}, 90_000)

test('a task is chosen, a duplicate discarded, one put off and brought back, a private one taken out', async () => {
  const [task, twice, later, secret] = await wait(4, { app: 'Chess' })
  const page = await open('noah')
  await isWaiting(page, 5)
  const row = (id: string) => page.getByRole('list', { name: 'Waiting entries' }).locator(`[data-entry="${id}"]`)
  const choose = async (id: string) => {
    await row(id).click()
    await expect.poll(() => row(id).getAttribute('aria-current')).toBe('true')
  }
  await choose(task!)
  await page.keyboard.press('t')
  await page.getByRole('combobox', { name: 'Task' }).fill('wireframes')
  await page.getByRole('option', { name: /Review wireframes/ }).click()
  await page.getByText('Placed on Review wireframes.').waitFor()
  expect(await statusOf(task!)).toMatchObject({
    status: 'synced',
    task_id: app.cast.tasks.review,
    deal_id: deals.fleet,
  })
  await choose(twice!)
  await page.keyboard.press('d')
  await page.getByText('Discarded as a duplicate.').waitFor()
  expect(await statusOf(twice!)).toMatchObject({ status: 'quarantined', discarded: true })
  await page.keyboard.press('u')
  await expect.poll(async () => (await statusOf(twice!)).status).toBe('unmapped')
  await row(twice!).waitFor()
  await choose(later!)
  await page.keyboard.press('h')
  await page.getByText('Put off until tomorrow.').waitFor()
  await isWaiting(page, 3)
  await choose(secret!)
  await page.keyboard.press('p')
  await page.getByRole('dialog').getByRole('button', { name: 'Take out for good' }).click()
  await expect.poll(async () => (await noah.get(`/time-entries/${secret}`)).status).toBe(404)
  await row(secret!).waitFor({ state: 'detached' })
  await isWaiting(page, 2)
  await page.keyboard.press('n')
  await isWaiting(page, 1)
  await page.keyboard.press('n')
  await page.getByRole('button', { name: 'Bring back now' }).click()
  await isWaiting(page, 1)
  expect(await page.getByRole('list', { name: 'Waiting entries' }).getByRole('button').count()).toBe(1)
  await page.context().close()
}, 90_000)

test('an entry is split by key: the next is selected, its parts come last, and undo brings it back where it was', async () => {
  const ids = await wait(2, { app: 'Chess' }, users.grace)
  const page = await open('grace')
  await isWaiting(page, 2)
  const list = page.getByRole('list', { name: 'Waiting entries' })
  const current = () => list.locator('[aria-current="true"]').getAttribute('data-entry')
  const first = (await current())!
  await page.keyboard.press('s')
  const dialog = page.getByRole('dialog', { name: /^Split grace/ })
  await dialog.getByRole('list', { name: 'Parts' }).getByRole('listitem').nth(1).waitFor()
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  await isWaiting(page, 3)
  expect(await current()).toBe(ids.find((id) => id !== first))
  expect(await list.locator(`[data-entry="${first}"]`).count()).toBe(0)
  await page.keyboard.press('u')
  await isWaiting(page, 2)
  await expect.poll(current, { timeout: 15_000 }).toBe(first)
  await page.context().close()
}, 60_000)

test('what one is reading keeps its guesses until it is left, whatever is learned meanwhile', async () => {
  const sam = await app.as('sam')
  const boards = { app: 'Boards', url: 'https://boards.example/1' }
  for (const id of await wait(3, boards, users.sam))
    await sam.post(`/unmapped-time-entries/${id}/assign`, { deal_id: deals.author })
  const [first, second] = await wait(3, boards, users.sam)
  const page = await open('sam')
  await isWaiting(page, 3)
  const panel = page.getByRole('region', { name: 'Decision' })
  const guesses = () => panel.getByRole('list', { name: 'Guesses' }).innerText()
  const list = page.getByRole('list', { name: 'Waiting entries' })
  // the longest is the last that was recorded; what comes before it that day is decided elsewhere
  await list.locator('[aria-current="true"]').waitFor()
  const read = await guesses()
  await page.waitForTimeout(600)
  for (const id of [first, second]) await sam.post(`/unmapped-time-entries/${id}/assign`, { deal_id: deals.fleet })
  await page.keyboard.press('c')
  await page.keyboard.press('e')
  const dialog = page.getByRole('dialog', { name: 'Create time entry' })
  await dialog.getByLabel('Day').fill(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10))
  await dialog.getByRole('textbox', { name: 'From–to, or how long' }).fill('5m')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  // the place of five minutes is not clear either; with it the queue was read again
  await isWaiting(page, 2)
  expect(await guesses()).toBe(read)
  await page.keyboard.press('j')
  await expect.poll(guesses).not.toBe(read)
  await page.keyboard.press('k')
  await expect.poll(guesses).not.toBe(read)
  await page.context().close()
}, 60_000)

test('who leads a team sees its time without titles, and asks its person, who finds out who asked', async () => {
  const [id] = await wait(1, { app: 'Chess', title: 'A secret title' })
  const lead = await open('marta', '/time/review?whose=team')
  await lead.getByRole('region', { name: 'Decision' }).waitFor()
  expect(await lead.locator('#main').innerText()).not.toMatch(/secret|chess/i)
  await lead.locator(`[data-entry="${id}"]`).click()
  await lead.keyboard.press('b')
  await lead.getByText('noah is asked to place it.').waitFor()
  await lead.locator(`[data-entry="${id}"]`).waitFor({ state: 'detached' })
  await lead.context().close()
  const page = await open('noah')
  await page.getByText('marta asks you to place this.').waitFor()
  await page.getByText('First, because you were asked.').waitFor()
  const settled = watch(page)
  await settled()
  expect(await faultsInEveryLook(page)).toEqual([])
  await page.context().close()
  expect((await dana.get(`/audit?object_id=${id}`)).body.data[0].action).toBe('time_entry.sent')
}, 90_000)

test('on a phone what there is to decide comes before the queue, and the next one is read from its name on', async () => {
  await wait(3, { app: 'Ledger' })
  const page = await visit(browser, {
    address: app.address,
    email: 'noah@northlight.example',
    password,
    target: '/time/review',
    viewport: { width: 390, height: 844 },
  })
  const decision = page.getByRole('region', { name: 'Decision' })
  const topOf = async (part: Locator) => (await part.boundingBox())!.y
  expect(await topOf(decision)).toBeLessThan(await topOf(page.getByRole('list', { name: 'Waiting entries' })))
  await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)')
  expect(await topOf(decision)).toBeLessThan(0)
  await decision.getByRole('button', { name: 'Put off' }).click()
  await page.getByText('Put off until tomorrow.').waitFor()
  await expect.poll(() => topOf(decision)).toBeGreaterThanOrEqual(0)
  // and what is said about it can be scrolled away from beneath
  await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)')
  const rows = page.getByRole('list', { name: 'Waiting entries' })
  const said = page.getByText('Put off until tomorrow.')
  const { y, height } = (await rows.boundingBox())!
  expect(y + height).toBeLessThan(await topOf(said))
  await page.context().close()
}, 60_000)
