/** Exchange rates in a real browser and by keyboard: entered, replaced, read from a file, used no more. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { accessibilityFaults, faultsInEveryLook, launch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder })
const felix = await app.as('felix')
let browser: Browser
beforeAll(async () => {
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())

const signedIn = (person: string, target: string) =>
  visit(browser, { address: app.address, email: `${person}@northlight.example`, password, target })
const rates = async (query = '') => (await felix.get(`/exchange-rates?${query}`)).body.data
const form = (page: Page) => page.getByRole('dialog', { name: 'Enter rate' })

test('finance enters the rate of a day, and another one only once that is said', async () => {
  const page = await signedIn('felix', '/settings/exchange-rates')
  await page.getByRole('button', { name: 'Enter rate' }).press('Enter')
  await form(page).getByLabel('Day').fill('2026-09-30')
  await form(page).getByLabel('Currency', { exact: true }).fill('usd')
  await form(page).getByLabel('Rate', { exact: true }).fill('1,0852')
  await form(page).getByLabel('Source').fill('Our bank')
  await form(page).getByLabel('Source').press('Enter')
  await page.getByText('1 EUR = 1.0852 USD entered.').waitFor()
  await form(page).waitFor({ state: 'detached' })
  await page.getByRole('gridcell', { name: 'Our bank' }).waitFor()
  expect(await rates()).toMatchObject([{ day: '2026-09-30', base: 'EUR', currency: 'USD', rate: '1.0852' }])

  await page.getByRole('button', { name: 'Enter rate' }).press('Enter')
  await form(page).getByLabel('Day').fill('2026-09-30')
  await form(page).getByLabel('Currency', { exact: true }).fill('USD')
  await form(page).getByLabel('Rate', { exact: true }).fill('1.09')
  await form(page).getByRole('button', { name: 'Enter rate' }).press('Enter')
  await form(page).getByRole('alert').getByText('1 EUR is 1.0852 USD (Our bank) already').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await form(page).getByLabel('The day has a rate').selectOption('true')
  await form(page).getByRole('button', { name: 'Enter rate' }).press('Enter')
  await form(page).waitFor({ state: 'detached' })
  expect(await rates()).toMatchObject([{ rate: '1.09' }])
  expect(await rates('replaced=true')).toHaveLength(2)

  // a comma that was forgotten
  await page.getByRole('button', { name: 'Enter rate' }).press('Enter')
  await form(page).getByLabel('Day').fill('2026-10-01')
  await form(page).getByLabel('Currency', { exact: true }).fill('USD')
  await form(page).getByLabel('Rate', { exact: true }).fill('10852')
  await form(page).getByRole('button', { name: 'Enter rate' }).press('Enter')
  await form(page).getByText('1 EUR was 1.09 USD on 2026-09-30; 10852 is 9,956 times as much.').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await form(page).getByLabel('It is far from the last rate').selectOption('true')
  await form(page).getByRole('button', { name: 'Enter rate' }).press('Enter')
  await form(page).waitFor({ state: 'detached' })
  const [odd] = await rates('date_from=2026-10-01')
  expect(odd).toMatchObject({ rate: '10852' })
  await felix.delete(`/exchange-rates/${odd.id}`)
  await page.context().close()
}, 60_000)

test('a file of the bank is read, and what came of it is said', async () => {
  const page = await signedIn('felix', '/settings/exchange-rates')
  await page.getByRole('button', { name: 'Import file' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Import exchange rates' })
  const file = 'Date,USD,JPY,CYP,\n2026-09-29,1.08,160,N/A,\n2026-09-28,1.07,159.5,0.58,\n'
  await dialog
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'eurofxref-hist.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
  await dialog.getByText('4 rates added, 0 were here already').waitFor()
  await dialog.getByText('No currencies of today: CYP.').waitFor()
  // what is no such file is said where it was chosen, and nothing of the one before stays
  const choose = (text: string) =>
    dialog
      .getByLabel('File', { exact: true })
      .setInputFiles({ name: 'rates.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await choose('Name;Amount\nQuill;3\n')
  await dialog.getByText(/^rates\.csv: This is no file of reference rates/).waitFor()
  await dialog.getByText('4 rates added').waitFor({ state: 'detached' })
  // the same file again, to use what it says after all
  const other = file.replace('1.08,', '1.09,')
  await choose(other)
  await dialog.getByText('1 differ and were left as they are').waitFor()
  await dialog.getByLabel('Where a day has another rate already').selectOption('replace')
  await choose(other)
  await dialog.getByText('1 replaced').waitFor()
  expect(await rates('date_from=2026-09-29&currency=USD&date_to=2026-09-29')).toMatchObject([{ rate: '1.09' }])
  expect(await accessibilityFaults(page)).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('gridcell', { name: '1 EUR = 159.5 JPY' }).waitFor()
  await page.context().close()
}, 60_000)

test('of a file with unlikely rates somebody says what becomes of them before anything is kept', async () => {
  const page = await signedIn('felix', '/settings/exchange-rates')
  await page.getByRole('button', { name: 'Import file' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Import exchange rates' })
  const file = 'Date,SEK,\n2026-03-03,11.2,\n2026-03-02,1110,\n2026-03-01,11.0,\n'
  const choose = () =>
    dialog
      .getByLabel('File', { exact: true })
      .setInputFiles({ name: 'rates.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
  await choose()
  await dialog.getByText('2026-03-02: 1 EUR was 11.0 SEK on 2026-03-01; 1110 is 101 times as much.').waitFor()
  expect(await rates('currency=SEK')).toEqual([])
  expect(await accessibilityFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Keep nothing' }).press('Enter')
  await dialog.getByRole('alert').waitFor({ state: 'detached' })
  await choose()
  await dialog.getByRole('button', { name: 'Leave them out' }).press('Enter')
  await dialog.getByText('2 rates added').waitFor()
  await dialog.getByText('One rate is far from the last one known: 2026-03-02 SEK.').waitFor()
  expect((await rates('currency=SEK')).map(({ rate }: any) => rate)).toEqual(['11.2', '11.0'])
  await choose()
  await dialog.getByRole('button', { name: 'They are right, keep all' }).press('Enter')
  await dialog.getByText('1 rate added').waitFor()
  expect(await rates('currency=SEK')).toHaveLength(3)
  await page.context().close()
}, 60_000)

test('a rate is used no more, and again, and the page is accessible in every look', async () => {
  await felix.post('/exchange-rates', { day: '2026-01-05', base: 'EUR', currency: 'CHF', rate: '0.94' })
  const page = await signedIn('felix', '/settings/exchange-rates?currency=CHF')
  await page.getByRole('gridcell', { name: '1 EUR = 0.94 CHF' }).click()
  await page.getByRole('button', { name: 'Use it no more' }).press('Enter')
  await page.getByText('1 EUR = 0.94 CHF is used no more.').waitFor()
  await page.getByRole('gridcell', { name: '1 EUR = 0.94 CHF' }).waitFor({ state: 'detached' })
  expect(await rates('currency=CHF')).toEqual([])
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await page.getByRole('gridcell', { name: '1 EUR = 0.94 CHF' }).waitFor()
  expect(await rates('currency=CHF')).toMatchObject([{ rate: '0.94' }])
  await page.goto(`${app.address}/settings/exchange-rates`)
  await page.getByRole('gridcell', { name: '1 EUR = 0.94 CHF' }).waitFor()
  expect(await faultsInEveryLook(page)).toEqual([])
  await page.context().close()
}, 60_000)

test('who may not enter rates has no page for it', async () => {
  const page = await signedIn('sam', '/settings/profile')
  await page.getByRole('navigation', { name: 'Settings' }).waitFor()
  expect(await page.getByRole('link', { name: 'Exchange rates' }).count()).toBe(0)
  await page.context().close()
}, 60_000)
