/** Bringing contacts along, in a real browser: a HubSpot file with faults, corrected, imported and taken back. */
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { accessibilityFaults, launch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ worker: true, web: webFolder })
let browser: Browser
beforeAll(async () => {
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())

const open = (target: string, width = 1440) =>
  visit(browser, {
    address: app.address,
    email: 'sam@northlight.example',
    password,
    target,
    viewport: { width, height: 900 },
  })
const sample = path.join(import.meta.dirname, '../test/data/crm/hubspot_contacts_sample.csv')

test('a sales person imports contacts: columns are guessed, faults corrected in place, rows written and taken back', async () => {
  const page = await open('/settings/import')
  await page.getByLabel('File, or drop it here').setInputFiles(sample)
  await page.getByLabel('Where “Email” goes').waitFor()
  expect(await page.getByLabel('Where “Email” goes').inputValue()).toBe('email')
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Try it out' }).click()
  await page.getByRole('button', { name: /would fail/ }).click()
  const failed = page.getByRole('region', { name: 'Rows, scrollable' })
  await failed.getByText('Fail').first().waitFor()
  const wrong = failed.locator('input[aria-invalid="true"]').first()
  await wrong.fill('aarav@funholding.example')
  await wrong.press('Enter')
  await page.getByRole('button', { name: '0 would fail' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: /^Import \d+ rows?$/ }).click()
  await page.getByRole('link', { name: 'See the contacts' }).waitFor()
  await page.getByRole('button', { name: 'Take the import back' }).click()
  await page.getByText('The import was taken back.').waitFor()
  await page.context().close()
}, 90_000)

test('columns go to fields an admin made: by name, and by hand', async () => {
  const dana = await app.as('dana')
  const options = ['Gold', 'Silver']
  await dana.post('/custom-fields', { object: 'contact', key: 'tier', label: 'Tier', type: 'select', options })
  await dana.post('/custom-fields', { object: 'contact', key: 'since', label: 'Customer since', type: 'date' })
  const page = await open('/settings/import')
  const file =
    'Last name,Email,Tier,First order\nBrook,brook@fields.example,gold,31.12.2021\nReed,reed@fields.example,Bronze,01.02.2022\n'
  await page
    .getByLabel('File, or drop it here')
    .setInputFiles({ name: 'tiers.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
  const goes = (title: string) => page.getByLabel(`Where “${title}” goes`)
  await goes('Tier').waitFor()
  expect(await goes('Tier').inputValue()).toBe('metadata.tier')
  expect(await goes('First order').inputValue()).toBe('')
  await goes('First order').selectOption({ label: 'Customer since' })
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Try it out' }).click()
  await page.getByRole('button', { name: '1 would fail' }).click()
  const wrong = page.getByRole('region', { name: 'Rows, scrollable' }).locator('input[aria-invalid="true"]')
  await wrong.first().waitFor()
  expect(await wrong.first().inputValue()).toBe('Bronze')
  await page.getByRole('button', { name: /^Import 1 row$/ }).click()
  await page.getByRole('link', { name: 'See the contacts' }).waitFor()
  const { body } = await dana.get('/contacts?q=@fields.example')
  expect(body.data.map(({ metadata }: { metadata: object }) => metadata)).toEqual([
    { tier: 'Gold', since: '2021-12-31' },
  ])
  await page.context().close()
}, 90_000)

test('on a phone the same steps fit the width', async () => {
  const page = await open('/settings/import', 390)
  await page.getByLabel('File, or drop it here').setInputFiles(sample)
  await page.getByRole('button', { name: 'Try it out' }).click()
  await page
    .getByRole('button', { name: /would be created|would be skipped/ })
    .first()
    .waitFor()
  expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
  await page.context().close()
}, 60_000)
