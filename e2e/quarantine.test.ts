/** Time that was kept aside is looked at, discarded, taken back and released, in a real browser. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { accessibilityFaults, launch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder })
const { users, deals } = app.cast
const [marta, agent] = [await app.as('marta'), await app.agent()]
let browser: Browser
let page: Page

beforeAll(async () => {
  const claim = (minute: number) => ({
    user_id: users.noah,
    deal_id: deals.fleet,
    start_time: `2026-09-15T09:${minute}:00Z`,
    end_time: '2026-09-15T10:00:00Z',
    source: 'agent',
    title: 'Salary talk',
  })
  for (const minute of [10, 20, 30]) await agent.post('/time-entries', claim(minute))
  browser = await launch()
  const email = 'marta@northlight.example'
  page = await visit(browser, { address: app.address, email, password, target: '/time/quarantine' })
}, 120_000)
afterAll(() => browser?.close())

const aside = async () =>
  (await marta.get('/time-entries?status=quarantined&discarded=false')).body.data.length as number
const row = () => page.getByRole('row').filter({ hasText: 'two devices at once' })

test('a manager sees why it is aside and no title, and decides with a reason that can be undone', async () => {
  await row().first().waitFor()
  expect([await row().count(), await page.getByText('Salary talk').count()]).toEqual([2, 0])
  for (const box of await row().getByRole('checkbox').all()) await box.check()
  await page.getByRole('button', { name: 'Discard 2…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Discard' }).click()
  await dialog.getByText('Say why').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await dialog.getByLabel('Why').fill('The second screen was on')
  await page.keyboard.press('Enter')
  await page.getByText('2 entries discarded.').waitFor()
  expect(await aside()).toBe(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Undone.').waitFor()
  expect(await aside()).toBe(2)
}, 60_000)

test('what would be billable twice stays and says so; as not billable it is released', async () => {
  await row().first().getByRole('checkbox').check()
  const release = async (name: string) => {
    await page.getByRole('button', { name: `${name}…`, exact: true }).click()
    await page.getByRole('dialog').getByLabel('Why').fill('He worked on both')
    await page.keyboard.press('Enter')
  }
  await release('Release')
  await page.getByText('It overlaps billable time').first().waitFor()
  expect(await aside()).toBe(2)
  await release('Release as not billable')
  await page.getByText('1 entry released.').waitFor()
  expect(await aside()).toBe(1)
}, 60_000)

test('what is aside is narrowed by doubt and decided by a letter, without the mouse', async () => {
  const nav = page.getByRole('navigation', { name: 'Main' })
  await nav.getByText('1 kept aside').waitFor()
  await page.goto(`${app.address}/time/quarantine?doubt=clock`)
  await page.getByText('Nothing fits the filter').waitFor()
  await page.goto(`${app.address}/time/quarantine?doubt=overlap`)
  await row().first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('d')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Why').fill('It is the same work')
  await page.keyboard.press('Enter')
  await page.getByText('1 entry discarded.').waitFor()
  await nav.getByText('kept aside').waitFor({ state: 'detached' })
  expect(await aside()).toBe(0)
}, 60_000)
