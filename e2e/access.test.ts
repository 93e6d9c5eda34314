/** Access in a real browser: an invited person comes in, a second factor, a key shown once, a role looked through. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeAt, stepAt } from '#server/sessions/second-factor.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { accessibilityFaults, faultsInEveryLook, launch, watch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ worker: true, web: webFolder })
let browser: Browser
beforeAll(async () => {
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())

async function open(target: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  await page.goto(app.address + target)
  return page
}
async function enter(page: Page, email: string, secret = password): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(secret)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}
const signedIn = (person: string, target: string, options: BrowserContextOptions = {}) =>
  visit(browser, { address: app.address, email: `${person}@northlight.example`, password, target, ...options })

test('an admin invites a person, who follows the link, chooses a password and comes in', async () => {
  const page = await signedIn('dana', '/settings/members')
  await page.getByRole('button', { name: 'Invite member' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Ada Byron')
  await dialog.getByLabel('E-mail').fill('ada@northlight.example')
  await dialog.getByLabel('Role').selectOption('sales')
  await dialog.getByRole('button', { name: 'Invite member' }).click()
  const link = await dialog.locator('code').innerText()
  await page.context().close()

  const theirs = await open(new URL(link).pathname + new URL(link).hash)
  await theirs.getByLabel('New password').fill('ada’s own words')
  await theirs.getByRole('button', { name: 'Set password' }).click()
  await theirs.getByRole('link', { name: 'Sign in' }).click()
  await enter(theirs, 'ada@northlight.example', 'ada’s own words')
  await theirs.locator('#main h1').waitFor()
  await theirs.getByText('Ada Byron · sales').waitFor()
  await theirs.context().close()
}, 60_000)

test('a second factor is set up, asked for when signing in, and a recovery code helps out', async () => {
  const page = await signedIn('lena', '/settings/security')
  await page.getByRole('button', { name: 'Set up a second factor' }).click()
  await page.getByRole('img', { name: 'QR code of the secret' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  const secret = await page.locator('code').innerText()
  await page.getByLabel('Code', { exact: true }).fill(codeAt(secret, stepAt(Date.now())))
  await page.getByRole('button', { name: 'Switch on' }).click()
  await page.getByText('Keep these recovery codes').waitFor()
  const [recovery] = (await page.locator('code').innerText()).split(' ')
  await page.context().close()

  const again = await open('/settings/security')
  await enter(again, 'lena@northlight.example')
  await again.getByLabel('Code of your authenticator').fill('000000')
  await again.getByRole('button', { name: 'Sign in', exact: true }).click()
  await again.getByRole('alert').getByText('This code is wrong').waitFor()
  await again.getByLabel('Code of your authenticator').fill(recovery!)
  await again.getByRole('button', { name: 'Sign in', exact: true }).click()
  await again.getByText('On. 9 recovery codes are left.').waitFor()
  await again.context().close()
}, 60_000)

test('a key is made, shown once, and revoked after a question', async () => {
  const page = await signedIn('dana', '/settings/api-keys')
  await page.getByRole('button', { name: 'Create API key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Laptop gateway')
  await dialog.getByLabel('Only from these addresses').fill('999.1.1.1')
  await dialog.getByRole('button', { name: 'Create API key' }).click()
  await dialog.getByText('Each must be an address').waitFor()
  await dialog.getByLabel('Only from these addresses').fill('127.0.0.1')
  await dialog.getByRole('button', { name: 'Create API key' }).click()
  const key = await dialog.locator('code', { hasText: /^dbk_/ }).innerText()
  expect((await app.bearer(key).post('/time-entries/batch', { entries: [{}] })).status).toBe(200)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('gridcell', { name: 'Laptop gateway' }).click()
  expect(await page.content()).not.toContain(key)
  await page.getByRole('button', { name: 'Revoke…' }).click()
  await page.getByRole('button', { name: 'Revoke key' }).click()
  await page.getByRole('row').getByText('Revoked').waitFor()
  await page.context().close()
}, 60_000)

test('an admin looks through a role, sees what it sees, and stops', async () => {
  const page = await signedIn('dana', '/settings/roles')
  await page.getByRole('button', { name: 'View as employee' }).click()
  await page.getByText('You look through the role “employee”').waitFor()
  const nav = page.getByRole('navigation', { name: 'Main', exact: true })
  await nav.getByRole('link', { name: 'Tasks' }).waitFor()
  expect(await nav.getByRole('link', { name: 'Accounts' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Stop looking' }).click()
  await nav.getByRole('link', { name: 'Accounts' }).waitFor()
  await page.context().close()
}, 60_000)

test('a person sees who opened their titles and why', async () => {
  const admin = await signedIn('dana', '/settings/members')
  await admin.getByRole('gridcell', { name: 'noah', exact: true }).click()
  await admin.getByRole('button', { name: 'Open titles of noah…' }).click()
  await admin.getByLabel('Reason').fill('Complaint 4711 of a customer')
  await admin.getByRole('dialog').getByRole('button', { name: 'Open titles' }).click()
  await admin.getByText('they are told').waitFor()
  await admin.context().close()
  const noah = await signedIn('noah', '/settings/security')
  await noah.getByText('“Complaint 4711 of a customer”').waitFor()
  await noah.context().close()
}, 60_000)

test('from a deal one gets to everything that was done to it', async () => {
  const { deals } = app.cast
  const dana = await app.as('dana')
  await dana.patch(`/deals/${deals.author}`, { name: 'Author platform 2' })
  const page = await signedIn('dana', `/deals?peek=${deals.author}`)
  await page.getByRole('link', { name: 'History of changes' }).click()
  await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor()
  await page.getByRole('gridcell', { name: 'Deal changed' }).click()
  await page.getByRole('table', { name: 'What was changed' }).getByRole('cell', { name: 'Author platform 2' }).waitFor()
  expect(await page.getByRole('grid', { name: 'Audit' }).getByRole('row').count()).toBe(2)
  await page.context().close()
}, 60_000)

test('a forgotten password is asked for in words that tell nobody anything', async () => {
  const page = await open('/sign-in')
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  // the page one comes from has a field of the same name
  await page.getByRole('heading', { name: 'Set a new password' }).waitFor()
  await page.getByLabel('E-mail').fill('stranger@northlight.example')
  await page.getByRole('button', { name: 'Send a link' }).click()
  await page.getByRole('status').getByText('If somebody has this address').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.context().close()
}, 60_000)

test('every settings page is accessible, in both themes, wide and narrow', async () => {
  const page = await signedIn('dana', '/settings/profile')
  const settled = watch(page)
  const nav = page.getByRole('navigation', { name: 'Settings' })
  const pages = await nav.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href')!))
  expect(pages.length).toBeGreaterThan(10)
  for (const target of pages) {
    await page.goto(app.address + target)
    await page.locator('#main h1').waitFor()
    await settled()
    expect([target, await faultsInEveryLook(page)]).toEqual([target, []])
  }
  await page.context().close()
}, 180_000)
