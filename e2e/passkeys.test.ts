/** Passkeys in a real browser with a virtual authenticator, and the question that comes before what opens the door for good. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { ownOrigin, startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { accessibilityFaults, launch } from './browser.ts'

await buildWebIfChanged()
const origin = await ownOrigin()
const app = await startApp({ web: webFolder, origin })
let browser: Browser
beforeAll(async () => {
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())

async function withAuthenticator(target: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.goto(origin + target)
  return page
}

async function enter(page: Page, person: string): Promise<void> {
  await page.getByLabel('E-mail').fill(`${person}@northlight.example`)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.locator('#main h1').waitFor()
}
const letAQuarterPass = () =>
  sql`update sessions set confirmed_at = confirmed_at - interval '15 minutes'`.execute(app.db)

test('a passkey is added, signs in without an e-mail or a password, is renamed with undo, and removed', async () => {
  const page = await withAuthenticator('/settings/security')
  await enter(page, 'sam')
  const card = page.getByRole('region', { name: 'Passkeys' })
  await card.getByRole('button', { name: 'Add a passkey' }).click()
  await card.getByLabel('Name of the passkey').fill('Work laptop')
  await card.getByRole('button', { name: 'Add', exact: true }).click()
  await card.getByText('never used').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])

  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click()
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByText('sam · sales').waitFor()
  await page.goto(`${origin}/settings/security`)
  await card.getByText(/^used/).waitFor()

  await card.getByRole('button', { name: 'Rename Work laptop' }).click()
  await card.getByLabel('Name of the passkey').fill('Old laptop')
  await card.getByRole('button', { name: 'Save' }).click()
  await card.getByText('Old laptop').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await card.getByText('Work laptop').waitFor()

  await card.getByRole('button', { name: 'Remove Work laptop' }).click()
  await page.getByRole('button', { name: 'Remove passkey' }).click()
  await page.getByText('The passkey “Work laptop” is removed.').waitFor()
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click()
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByRole('alert').getByText('This passkey is not known here').waitFor()
  await page.context().close()
}, 60_000)

test('an older session is asked for a proof in a small dialog, and goes on with what it was doing', async () => {
  const page = await withAuthenticator('/settings/api-keys')
  await enter(page, 'dana')
  await letAQuarterPass()
  await page.getByRole('button', { name: 'Create API key' }).click()
  const form = page.getByRole('dialog', { name: 'Create API key' })
  await form.getByLabel('Name').fill('Gateway')
  await form.getByRole('button', { name: 'Create API key' }).click()
  const question = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await question.getByLabel('Your password').fill('not the password')
  await question.getByRole('button', { name: 'Confirm' }).click()
  await question.getByText('This is not your password.').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await question.getByLabel('Your password').fill(password)
  await page.keyboard.press('Enter')
  await form.getByText('Copy the key now').waitFor()
  expect(await question.count()).toBe(0)
  await page.context().close()
}, 60_000)

test('whoever closes the question is told that nothing was done; a passkey answers it too', async () => {
  const page = await withAuthenticator('/settings/security')
  await enter(page, 'noah')
  const card = page.getByRole('region', { name: 'Passkeys' })
  const add = async (name: string) => {
    await card.getByRole('button', { name: 'Add a passkey' }).click()
    await card.getByLabel('Name of the passkey').fill(name)
    await card.getByRole('button', { name: 'Add', exact: true }).click()
  }
  await add('Phone')
  await card.getByText('Phone').waitFor()
  await letAQuarterPass()
  const question = page.getByRole('dialog', { name: 'Confirm that it is you' })
  const remove = async () => {
    await card.getByRole('button', { name: 'Remove Phone' }).click()
    await page.getByRole('button', { name: 'Remove passkey' }).click()
    await question.getByLabel('Your password').waitFor()
  }
  await remove()
  await page.keyboard.press('Escape')
  await page.getByText('Nothing was done, because it was not confirmed.').waitFor()
  await card.getByText('Phone').waitFor()
  await remove()
  await question.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByText('The passkey “Phone” is removed.').waitFor()
  await page.context().close()
}, 60_000)

test('a machine is connected with a command that is shown once, and disconnected', async () => {
  const page = await withAuthenticator('/settings/security')
  await enter(page, 'grace')
  const card = page.getByRole('region', { name: 'Machines' })
  await card.getByRole('button', { name: 'Connect a machine' }).click()
  await card.getByLabel('Name of the machine').fill('Grace’s laptop')
  await card.getByLabel('Name of the machine').press('Enter')
  const command = await card.getByText('npx --yes').innerText()
  expect(command).toMatch(new RegExp(`^npx --yes ${origin}/bridge\\.tgz --key dbk_[0-9a-f]{12}_[0-9a-f]{64}$`))
  expect(await accessibilityFaults(page)).toEqual([])
  await card.getByRole('button', { name: 'Done' }).click()
  await card.getByText('Has sent nothing yet').waitFor()
  expect(await card.getByText('npx').count()).toBe(0)
  await card.getByRole('button', { name: 'Disconnect Grace’s laptop' }).click()
  await page.getByText('“Grace’s laptop” sends nothing any more.').waitFor()
  await page.context().close()
}, 60_000)
