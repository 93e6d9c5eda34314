/** A day as each role lives it, and then the audit page, which tells that day whole and in order. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sealLedger } from '#server/audit/seal-ledger.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { accessibilityFaults, launch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ worker: true, web: webFolder })
const { users, deals } = app.cast
let browser: Browser
beforeAll(async () => {
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())

const signedIn = (person: string, target: string) =>
  visit(browser, { address: app.address, email: `${person}@northlight.example`, password, target })
/** The API as the page of this browser uses it: with the person's own session. */
const postIn = (page: Page, target: string, body: object) =>
  page.evaluate(
    async ([target, body]) => {
      const json = { 'content-type': 'application/json' }
      const renewed = await fetch('/api/v1/auth/refresh', { method: 'POST', headers: json, body: '{}' })
      const { access_token } = (await renewed.json()) as { access_token: string }
      const headers = { ...json, authorization: `Bearer ${access_token}` }
      const answer = await fetch(`/api/v1${target}`, { method: 'POST', headers, body: JSON.stringify(body) })
      if (!answer.ok) throw new Error(await answer.text())
    },
    [target, body] as [string, object],
  )
const rowsOf = (page: Page) => page.getByRole('grid', { name: 'Audit' }).getByRole('row')

test('the audit page tells the day of everybody, in order, and the ledger is proven', async () => {
  const dana = await app.as('dana')
  const { body: key } = await dana.post('/api-keys', { name: 'Gateway', scopes: ['time:ingest'] })
  const entry = (n: number) => ({
    user_id: users.noah,
    title: 'Plans of noah.docx',
    start_time: `2026-09-15T0${n}:00:00Z`,
    end_time: `2026-09-15T0${n}:30:00Z`,
  })
  const { body: sent } = await app.bearer(key.key).post('/time-entries/batch', { entries: [1, 2, 3].map(entry) })
  const ids = sent.results.map(({ id }: { id: string }) => id)

  const admin = await signedIn('dana', '/settings/members')
  await postIn(admin, '/users', { name: 'Ada Byron', email: 'ada@northlight.example', role: 'sales' })
  await admin.context().close()
  const manager = await signedIn('marta', '/time/review')
  await postIn(manager, '/unmapped-time-entries/assign', { ids, deal_id: deals.author })
  await manager.context().close()
  const sales = await signedIn('sam', '/deals')
  await postIn(sales, '/deals/bulk', { ids: [deals.fleet, deals.lost], change: { end_date: '2026-12-18' } })
  await postIn(sales, `/deals/${deals.fleet}/close`, { stage: 'won', reason: 'Best offer' })
  await sales.context().close()
  const employee = await signedIn('noah', '/time')
  await postIn(employee, '/time-entries/release', { ids: ids.slice(0, 1), released: true })
  await employee.context().close()
  for (let n = 0; n < 3; n++)
    await app.nobody.post('/auth/login', { email: 'lena@northlight.example', password: 'guess' })
  await sealLedger(app.db, app.keys)

  const page = await signedIn('dana', '/settings/audit?sort=occurred_at')
  await rowsOf(page).nth(12).waitFor()
  const told = (await rowsOf(page).allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '))
  const day = [
    'dana API key created Gateway',
    'Gateway Time entry created 3 × Time entry',
    'dana User invited Ada Byron',
    'marta Time entry assigned 3 × Time entry',
    'sam Deal changed 2 × Deal End date',
    'sam Deal closed Fleet dashboard',
    'noah Time entry released',
    'Somebody not let in Sign-in refused lena',
  ]
  const places = day.map((line) => told.findIndex((row) => row.includes(line)))
  expect(places, told.join('\n')).not.toContain(-1)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(told[places[5]!]).toContain('In the browser')
  expect(told[places[1]!]).toContain('By the API')

  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByRole('region', { name: 'Seal of the ledger' }).getByText('proven unchanged').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.context().close()
}, 120_000)

test('a batch opens into its rows with names, is reverted after a preview, and says so', async () => {
  const page = await signedIn('marta', '/settings/audit?action=time_entry.assigned')
  await page.getByRole('gridcell', { name: 'Time entry assigned' }).click()
  await page.getByRole('region', { name: 'Records of this deed' }).getByText('Author platform').first().waitFor()
  await page.getByRole('button', { name: 'Revert batch…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('3 will be put back as before').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Revert 3' }).click()
  await dialog.getByText('3 put back as before').waitFor()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('gridcell', { name: 'Time entry assigned Reverted' }).waitFor()
  await page.context().close()
}, 60_000)

test('an admin erases what was written about a person, and the page says so', async () => {
  await (await app.as('grace')).patch('/me', { name: 'Grace Hopper' })
  const page = await signedIn('dana', `/settings/audit?person_id=${users.grace}`)
  await page.getByRole('button', { name: 'Erase what was written…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('One change will lose what it says').waitFor()
  await dialog.getByLabel('Reason').fill('She left and asked for it')
  expect(await accessibilityFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Erase for good' }).click()
  await page.getByRole('gridcell', { name: 'Personal payloads erased' }).waitFor()
  await page.getByRole('gridcell', { name: 'User changed' }).click()
  await page.getByText('What was written was erased.').waitFor()
  await page.context().close()
}, 60_000)
