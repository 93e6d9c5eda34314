/** A week on its way: submitted, denied with a reason, put right, approved, locked, and reopened for what came late. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { accessibilityFaults, faultsInEveryLook, launch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder })
const { users, deals } = app.cast
const [marta, noah, agent] = [await app.as('marta'), await app.as('noah'), await app.agent()]
const address = { address: app.address, password }
const weekPath = '/time/week?from=2026-09-14'
let browser: Browser
let manager: Page
let person: Page

const send = async (start: string, end: string) =>
  (
    await agent.post('/time-entries', {
      user_id: users.noah,
      deal_id: deals.fleet,
      start_time: `2026-09-${start}:00Z`,
      end_time: `2026-09-${end}:00Z`,
      external_id: start,
    })
  ).body
const state = async () => (await noah.get('/timesheets')).body.data[0]?.state
const said = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).first().waitFor()

beforeAll(async () => {
  await send('14T08:00', '14T11:00')
  await send('15T08:00', '15T09:30')
  browser = await launch()
  person = await visit(browser, { ...address, email: 'noah@northlight.example', target: weekPath })
  manager = await visit(browser, { ...address, email: 'marta@northlight.example', target: '/time/approvals' })
}, 120_000)
afterAll(() => browser?.close())

test('an employee submits a week, and its manager gives it back with a reason', async () => {
  await person.getByText('Not submitted yet.').waitFor()
  await person.getByRole('button', { name: 'Submit week' }).click()
  await person.getByText('It stays open until it is approved').waitFor()
  expect(await state()).toBe('submitted')
  expect(await accessibilityFaults(person)).toEqual([])

  await manager.reload()
  await manager.getByText('1 weeks to approve').waitFor()
  await manager.getByRole('gridcell', { name: 'noah' }).click()
  const peek = manager.getByRole('complementary')
  await peek.getByRole('row', { name: /Fleet dashboard.*4:30/ }).waitFor()
  expect(await accessibilityFaults(manager)).toEqual([])
  await peek.getByRole('button', { name: 'Deny…' }).click()
  const dialog = manager.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Deny' }).click()
  await dialog.getByText('Say why: noah reads it.').waitFor()
  await dialog.getByLabel('Why').fill('Wednesday is missing')
  expect(await accessibilityFaults(manager)).toEqual([])
  await manager.keyboard.press('Enter')
  await manager.getByText('Denied. Its person reads the reason on their week.').waitFor()
  expect(await state()).toBe('denied')
}, 90_000)

test('the employee reads why, puts it right and submits again; it is approved after a question that says what follows', async () => {
  await person.reload()
  await person.getByText('Denied by marta: “Wednesday is missing”').waitFor()
  const cell = person.getByRole('textbox', { name: /Wed.*Fleet dashboard/ })
  await cell.fill('2:00')
  await cell.press('Enter')
  await expect.poll(async () => (await noah.get('/me/week?from=2026-09-14')).body.days[2].placed_seconds).toBe(7_200)
  await person.getByRole('button', { name: 'Submit again' }).click()
  await person.getByText('It stays open until it is approved').waitFor()

  await manager.goto(`${app.address}/time/approvals`)
  await manager.getByRole('row').filter({ hasText: 'noah' }).getByRole('checkbox').check()
  await manager.getByRole('button', { name: 'Approve…' }).click()
  const dialog = manager.getByRole('dialog', { name: 'Approve and lock the week of noah' })
  await dialog.getByText('6:30 placed').waitFor()
  expect(await accessibilityFaults(manager)).toEqual([])
  await dialog.getByRole('button', { name: 'Approve and lock' }).click()
  await manager.getByText('1 week approved and locked.').waitFor()
  expect(await state()).toBe('approved')
}, 90_000)

test('a locked week is read and not typed into, also on a telephone, and its entries say that they are approved', async () => {
  await person.goto(app.address + weekPath)
  await person.getByText(/Approved by marta/).waitFor()
  const cell = person.getByRole('textbox', { name: /Wed.*Fleet dashboard/ })
  await cell.focus()
  await person.getByText('Locked: this week is approved.').waitFor()
  await person.keyboard.type('5')
  expect(await cell.inputValue()).toBe('2:00')
  expect(await faultsInEveryLook(person)).toEqual([])
  await person.setViewportSize({ width: 1440, height: 900 })
  await person.goto(`${app.address}/time`)
  await person.getByRole('row').filter({ hasText: 'Approved' }).first().waitFor()
}, 90_000)

test('what an agent sends late is kept aside, says so, and is released once the week is reopened', async () => {
  expect((await send('17T08:00', '17T09:00')).status).toBe('quarantined')
  await manager.goto(`${app.address}/time/quarantine`)
  await manager.getByRole('gridcell', { name: /It arrived too late/ }).click()
  const peek = manager.getByRole('complementary')
  await peek.getByRole('button', { name: 'Reopen the week…' }).click()
  await manager.getByRole('dialog').getByLabel('Why').fill('His laptop was offline')
  await manager.keyboard.press('Enter')
  await said(manager, 'Week reopened.')
  expect(await state()).toBe('open')
  await peek.getByRole('button', { name: 'Release…', exact: true }).click()
  await manager.getByRole('dialog').getByLabel('Why').fill('It was worked')
  await manager.keyboard.press('Enter')
  await manager.getByText('1 entry released.').waitFor()
  expect((await marta.get('/time-entries?status=quarantined')).body.data).toEqual([])
  await person.goto(app.address + weekPath)
  await person.getByText('Reopened by marta: “His laptop was offline”').waitFor()
}, 90_000)

test('the page of approvals holds in both themes, wide and on a telephone', async () => {
  await noah.post('/timesheets', { week: '2026-09-07' })
  await manager.goto(`${app.address}/time/approvals`)
  await manager.getByText('noah').first().waitFor()
  expect(await faultsInEveryLook(manager)).toEqual([])
}, 90_000)
