/** An admin says how long titles are kept and sees what would go; the person concerned sees when. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { accessibilityFaults, launch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder })
const { users, deals } = app.cast
const agent = await app.agent()
let browser: Browser
const ago = (days: number, hour: number) =>
  `${new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)}T${hour}:00:00Z`
const open = (name: string, target: string): Promise<Page> =>
  visit(browser, { address: app.address, email: `${name}@northlight.example`, password, target })

beforeAll(async () => {
  const entries = [200, 100, 5].map((days) => ({
    user_id: users.noah,
    start_time: ago(days, 10),
    end_time: ago(days, 11),
    source: 'agent',
    external_id: `kept-${days}`,
    deal_id: deals.fleet,
    title: 'Offer.docx',
    app: 'Word',
  }))
  const { results } = (await agent.post('/time-entries/batch', { entries })).body
  expect(results.map(({ status }: { status: string }) => status)).toEqual(['created', 'created', 'created'])
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())

test('what would go is counted while it is typed, and saved after a question that says it', async () => {
  const page = await open('dana', '/settings/retention')
  const card = page.getByRole('region', { name: 'Titles, web addresses and apps' })
  await card.getByText('Nothing is removed.').waitFor()
  await card.getByRole('combobox').selectOption('limited')
  await card.getByLabel('Days').fill('3')
  await card.getByText('Keep it for 7 to 3650 days.').waitFor()
  await card.getByLabel('Days').fill('90')
  await card.getByText(/If you save it: 2 entries of 1 person lose their titles/).waitFor()
  await card.getByLabel('Days').fill('150')
  await card.getByText(/If you save it: 1 entry of 1 person loses its title/).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await card.getByRole('button', { name: 'Save' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove what is older than 150 days' })
  await dialog.getByText(/1 entry of 1 person loses its title/).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Remove what is older' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('Kept for 150 days.').waitFor()
  await card.getByText(/^1 entry of 1 person loses its title/).waitFor()
  await page.context().close()
}, 60_000)

test('whose titles they are sees when the first of them goes, and nobody else is alarmed', async () => {
  const page = await open('noah', '/me/data')
  const card = page.getByRole('region', { name: 'How long it is kept' })
  await card.getByText('150 days').waitFor()
  await card.getByText('Will be removed').waitFor()
  expect(await card.getByText(/What is from before .+ goes on/).count()).toBe(1)
  expect(await accessibilityFaults(page)).toEqual([])
  await page.context().close()
  const other = await open('grace', '/me/data')
  await other.getByRole('region', { name: 'How long it is kept' }).getByText('150 days').waitFor()
  expect(await other.getByText('Will be removed').count()).toBe(0)
  await other.context().close()
}, 60_000)

test('a longer term needs no question', async () => {
  const page = await open('dana', '/settings/retention')
  const card = page.getByRole('region', { name: 'Titles, web addresses and apps' })
  await card.getByRole('combobox').selectOption('for_good')
  await card.getByText('Nothing more is removed.').waitFor()
  await card.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Kept for good.').waitFor()
  await card.getByText('Nothing is removed.').waitFor()
  await page.context().close()
}, 60_000)
