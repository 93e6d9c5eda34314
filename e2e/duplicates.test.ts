/** Duplicates in a real browser: warned of while typing, compared and merged by keyboard, told apart, taken back. */
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { findPairs } from '#server/duplicates/find-pairs.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { accessibilityFaults, launch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder })
const dana = await app.as('dana')
const make = async (noun: string, fields: object) => (await dana.post(`/${noun}`, fields)).body
let browser: Browser
beforeAll(async () => {
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())

const signedIn = (person: string, target: string, options: BrowserContextOptions = {}) =>
  visit(browser, { address: app.address, email: `${person}@northlight.example`, password, target, ...options })

/** What the job does every few seconds. */
const lookForPairs = () => findPairs(app.db)

test('who types an account or a contact that is there is warned, with reasons, and goes on with the same button', async () => {
  const { id } = await make('accounts', { name: 'Plover Press AB', phone: '+46 8 555 77 66' })
  await make('contacts', { first_name: 'Pia', last_name: 'Rask', email: 'pia@plover.example', account_id: id })
  const page = await signedIn('sam', '/accounts?new=account')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('plover press')
  await dialog.getByRole('status').getByText('This account may be there already').waitFor()
  await dialog.getByLabel('Phone').fill('08-555 77 66')
  await dialog.getByText('The same name · The same phone number').waitFor()
  expect(await dialog.getByRole('link', { name: 'Plover Press AB' }).getAttribute('href')).toBe(`/accounts/${id}`)
  expect(await accessibilityFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await page.getByText('plover press created.').waitFor()

  await page.goto(`${app.address}/contacts?new=contact`)
  await dialog.getByLabel('Last name').fill('Somebody')
  await dialog.getByLabel('E-mail').fill('PIA@plover.example')
  await dialog.getByText('The same e-mail pia@plover.example').waitFor()
  await page.context().close()
}, 60_000)

test('a pair is compared, merged by keyboard with what hangs on it, and taken apart again', async () => {
  const mine = await make('accounts', { name: 'Kite Freight', industry: 'Transport', tags: ['north'] })
  const theirs = await make('accounts', {
    name: 'Kite Freight Ltd',
    phone: '+44 20 7946 0958',
    industry: 'Logistics',
    tags: ['key'],
  })
  await make('contacts', { last_name: 'Kay', account_id: theirs.id })
  await make('deals', { name: 'Kite deal', account_id: theirs.id })
  await lookForPairs()
  const page = await signedIn('marta', '/settings/duplicates')
  const pair = page.getByRole('listitem').filter({ hasText: 'Kite Freight Ltd' })
  await pair.getByText('The same name').waitFor()
  await pair.getByRole('link', { name: 'Compare and merge' }).press('Enter')
  await page.getByText('1 contact, 1 deal will go along.').waitFor()
  const industry = page.getByRole('group', { name: 'Industry' })
  await industry.getByRole('radio', { name: 'Transport' }).focus()
  await page.keyboard.press('ArrowDown')
  expect(await industry.getByRole('radio', { name: 'Logistics' }).isChecked()).toBe(true)
  expect(await page.getByRole('radio', { name: '+44 20 7946 0958' }).isChecked()).toBe(true)
  await page.getByRole('button', { name: 'Merge into Kite Freight', exact: true }).press('Enter')
  await page.getByText('They are one now. 1 contact, 1 deal went along.').waitFor()
  expect((await dana.get(`/accounts/${mine.id}`)).body).toMatchObject({
    name: 'Kite Freight',
    industry: 'Logistics',
    phone: '+44 20 7946 0958',
    tags: ['north', 'key'],
  })

  // the old address leads to the survivor
  await page.goto(`${app.address}/accounts/${theirs.id}`)
  await page.getByRole('heading', { level: 1, name: 'Kite Freight', exact: true }).waitFor()
  await page.waitForURL(`${app.address}/accounts/${mine.id}`)

  await dana.patch(`/accounts/${mine.id}`, { phone: '1' })
  await page.goto(`${app.address}/settings/duplicates?object=merges`)
  const past = page.getByRole('list', { name: 'Past merges' }).getByRole('listitem')
  await past.getByText('Kite Freight Ltd became part of Kite Freight').waitFor()
  await past.getByRole('link', { name: 'Look at it or undo it' }).click()
  await page.getByRole('button', { name: 'Undo the merge' }).click()
  await page.getByText('there are two again').waitFor()
  await page.getByText('phone was changed since').waitFor()
  await page.goBack()
  await past.getByText('Taken back').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  expect((await dana.get(`/accounts/${theirs.id}`)).body).toMatchObject({ id: theirs.id, deleted_at: null })
  await page.context().close()
}, 60_000)

test('who was faster is not overwritten: what is compared is read again, and the other one can stay', async () => {
  const mine = await make('accounts', { name: 'Linnet' })
  const theirs = await make('accounts', { name: 'Linnet GmbH' })
  const page = await signedIn('marta', `/merge?object=account&this=${mine.id}&other=${theirs.id}`)
  await page.getByText('Nothing hangs on the other one.').waitFor()
  await dana.patch(`/accounts/${theirs.id}`, { website: 'https://linnet.example' })
  await page.getByRole('button', { name: 'Merge into Linnet', exact: true }).click()
  await page.getByRole('alert').getByText('The other record changed meanwhile').waitFor()
  await page.getByRole('button', { name: 'Show the current values' }).click()
  await page.getByRole('radio', { name: 'https://linnet.example' }).waitFor()
  await page.getByRole('button', { name: 'Keep the other one' }).click()
  await page.getByRole('button', { name: 'Merge into Linnet GmbH' }).click()
  await page.getByText('They are one now.').waitFor()
  await page.getByRole('link', { name: 'Open the account' }).click()
  await page.getByRole('heading', { level: 1, name: 'Linnet GmbH' }).waitFor()
  await page.context().close()
}, 60_000)

test('a pair that is told apart goes, and comes back with the undo', async () => {
  for (const first_name of ['Ro', 'R.'])
    await make('contacts', { first_name, last_name: 'Siskin', account_id: app.cast.accounts.quill })
  await lookForPairs()
  const page = await signedIn('marta', '/settings/duplicates?object=contact')
  const pair = page.getByRole('listitem').filter({ hasText: 'Ro Siskin' })
  await pair.getByRole('button', { name: 'Not the same' }).click()
  await page.getByText('They are kept apart.').waitFor()
  await pair.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await pair.waitFor()
  await page.context().close()
}, 60_000)

test('while not everything is looked through the page says how far it is, and shows what was found by itself', async () => {
  for (const first_name of ['Bo', 'B.'])
    await make('contacts', { first_name, last_name: 'Dotterel', account_id: app.cast.accounts.quill })
  await app.db.deleteFrom('duplicate_pairs').execute()
  const begun = { finished_at: null, behind_id: null, checked: 0, total: 100 }
  await app.db.updateTable('duplicate_scans').set(begun).where('object', '=', 'contact').execute()
  const page = await signedIn('marta', '/settings/duplicates?object=contact')
  await page.getByText('0 % of all contacts looked through').waitFor()
  await page.getByText('No duplicates so far').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await lookForPairs()
  await page.getByRole('listitem').filter({ hasText: 'Bo Dotterel' }).waitFor()
  await page.getByText('looked through').waitFor({ state: 'detached' })
  await page.context().close()
}, 60_000)

test.each(['light', 'dark'] as const)(
  'the duplicates and the comparison are accessible in the %s theme, wide and narrow',
  async (colorScheme) => {
    const mine = await make('accounts', { name: `Ouzel ${colorScheme}`, phone: '12345678', industry: 'Retail' })
    const theirs = await make('accounts', {
      name: `Ouzel ${colorScheme} Ltd`,
      website: 'https://ouzel.example',
      industry: 'Shops',
    })
    await make('deals', { name: 'Ouzel deal', account_id: theirs.id })
    await lookForPairs()
    for (const width of [1440, 390]) {
      const page = await signedIn('marta', '/settings/duplicates', { colorScheme, viewport: { width, height: 900 } })
      await page.getByRole('link', { name: 'Compare and merge' }).first().waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
      if (process.env['SHOTS'])
        await page.screenshot({ path: `${process.env['SHOTS']}/pairs-${colorScheme}-${width}.png` })
      await page.goto(`${app.address}/merge?object=account&this=${mine.id}&other=${theirs.id}`)
      await page.getByText('will go along').waitFor()
      expect(await accessibilityFaults(page)).toEqual([])
      if (process.env['SHOTS'])
        await page.screenshot({ path: `${process.env['SHOTS']}/merge-${colorScheme}-${width}.png` })
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      await page.context().close()
    }
  },
  60_000,
)
