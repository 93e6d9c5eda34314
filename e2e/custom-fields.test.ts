/** Fields an admin adds, in a real browser and by keyboard: made, filled in, shown, filtered by, archived. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { accessibilityFaults, launch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder })
const dana = await app.as('dana')
const { accounts } = app.cast
let browser: Browser
beforeAll(async () => {
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())

const signedIn = (person: string, target: string) =>
  visit(browser, { address: app.address, email: `${person}@northlight.example`, password, target })
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const define = (body: object) => dana.post('/custom-fields', body)

test('an admin makes a field, and it stands in the form, the table and the filters of accounts', async () => {
  const page = await signedIn('dana', '/settings/custom-fields?new=field')
  const form = page.getByRole('dialog', { name: 'Create field' })
  await form.getByLabel('Label').fill('Größe & Tier')
  await form.getByLabel('Of', { exact: true }).selectOption('account')
  await form.getByLabel('Type').selectOption('select')
  await form.getByLabel('Add to options').fill('Gold')
  await press(page, 'Enter')
  await form.getByLabel('Add to options').fill('Silver, old')
  await form.getByRole('button', { name: 'Create field' }).focus()
  await press(page, 'Enter')
  await page.getByText('Größe & Tier created.').waitFor()
  const { data } = (await dana.get('/custom-fields')).body
  expect(data).toMatchObject([
    { object: 'account', key: 'grosse_tier', type: 'select', options: ['Gold', 'Silver, old'] },
  ])
  expect(await accessibilityFaults(page)).toEqual([])

  await page.goto(`${app.address}/accounts?columns=name,metadata.grosse_tier&peek=${accounts.quill}`)
  await page.getByLabel('Größe & Tier').selectOption('Gold')
  await page.getByRole('button', { name: 'Save account' }).focus()
  await press(page, 'Enter')
  await page.getByText('Account changed.').waitFor()
  expect((await dana.get(`/accounts/${accounts.quill}`)).body.metadata).toEqual({ grosse_tier: 'Gold' })
  await page.getByRole('gridcell', { name: 'Gold' }).waitFor()
  await press(page, 'Escape')
  await page.getByRole('heading', { level: 1 }).focus()
  await press(page, 'f')
  await page.getByRole('dialog').getByRole('button', { name: 'Größe & Tier' }).focus()
  await press(page, 'Enter')
  await page.getByRole('checkbox', { name: 'Gold' }).press('Space')
  await press(page, 'Escape')
  await page.getByRole('gridcell', { name: 'Kestrel Logistics' }).waitFor({ state: 'detached' })
  await page.getByRole('gridcell', { name: 'Quill Publishing GmbH' }).waitFor()
  await page.context().close()
}, 60_000)

test('every type is filled in, wrong ones are told at their field, and a range narrows the list', async () => {
  await define({ object: 'contact', key: 'visits', type: 'number', label: 'Visits' })
  await define({ object: 'contact', key: 'spent', type: 'money', label: 'Spent' })
  await define({ object: 'contact', key: 'areas', type: 'multi_select', label: 'Areas', options: ['North', 'South'] })
  await define({ object: 'contact', key: 'since', type: 'date', label: 'Since' })
  await define({ object: 'contact', key: 'buddy', type: 'user', label: 'Buddy' })
  await define({ object: 'contact', key: 'site', type: 'url', label: 'Site' })
  await dana.post('/contacts', { last_name: 'Few', metadata: { visits: 2 } })
  const page = await signedIn('dana', '/contacts?new=contact')
  const form = page.getByRole('dialog', { name: 'Create contact' })
  await form.getByLabel('Last name').fill('Many')
  await form.getByLabel('Visits').fill('often')
  await form.getByLabel('Spent').fill('12.50 chf')
  await form.getByRole('checkbox', { name: 'North' }).press('Space')
  await form.getByLabel('Since').fill('2026-02-03')
  await form.getByRole('combobox', { name: 'Buddy' }).fill('sam')
  await form.getByRole('option', { name: 'sam' }).click()
  await form.getByLabel('Site').fill('https://many.example')
  await press(page, 'Enter')
  await form.locator('[aria-invalid="true"]').waitFor()
  expect(await form.getByLabel('Visits').getAttribute('aria-invalid')).toBe('true')
  await form.getByLabel('Visits').fill('30')
  await press(page, 'Enter')
  await page.getByText('Many created.').waitFor()
  const [many] = (await dana.get('/contacts?q=Many')).body.data
  expect(many.metadata).toEqual({
    visits: 30,
    spent: { amount: '12.50', currency: 'CHF' },
    areas: ['North'],
    since: '2026-02-03',
    buddy: app.cast.users.sam,
    site: 'https://many.example',
  })
  await page.goto(
    `${app.address}/contacts?metadata.visits=10..&columns=name,metadata.visits,metadata.spent,metadata.since,metadata.buddy,metadata.areas`,
  )
  const row = page.getByRole('row', { name: /Many/ })
  await row.waitFor()
  expect(await row.locator('[data-column]').allInnerTexts()).toEqual([
    'Many',
    '30',
    'CHF\u00a012.50',
    'Feb 3, 2026',
    'sam',
    'North',
  ])
  expect(await page.getByRole('gridcell', { name: 'Few' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Visits: from 10', exact: true }).waitFor()
  await page.context().close()
}, 60_000)

test('an archived field leaves the forms, its values stay, and it comes back', async () => {
  const { body } = await define({ object: 'contact', key: 'pet', type: 'text', label: 'Pet' })
  await dana.post('/contacts', { last_name: 'Owner', metadata: { pet: 'Hamster' } })
  const page = await signedIn('dana', `/settings/custom-fields?peek=${body.id}`)
  await page.getByRole('button', { name: 'Delete field' }).focus()
  await press(page, 'Enter')
  await page.getByText('Archive it instead; they are kept.').waitFor()
  await page.getByRole('button', { name: 'Archive field' }).focus()
  await press(page, 'Enter')
  await page.getByRole('button', { name: 'Use it again' }).waitFor()
  await page.goto(`${app.address}/contacts?new=contact`)
  await page.getByRole('dialog').getByLabel('Visits').waitFor()
  expect(await page.getByLabel('Pet').count()).toBe(0)
  expect((await dana.get('/contacts?q=Owner')).body.data[0].metadata).toEqual({ pet: 'Hamster' })
  await page.goto(`${app.address}/settings/custom-fields?peek=${body.id}`)
  await page.getByRole('button', { name: 'Use it again' }).focus()
  await press(page, 'Enter')
  await page.getByRole('button', { name: 'Archive field' }).waitFor()
  await expect.poll(async () => (await dana.get('/custom-fields?object=contact')).body.data.at(-1).archived).toBe(false)
  await page.context().close()
}, 60_000)
