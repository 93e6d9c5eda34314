/** Changing records in their lists, by two people at once: nothing is lost, and everything can be taken back. */
import { setTimeout } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { accessibilityFaults, launch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder })
const dana = await app.as('dana')
const { deals } = app.cast
let browser: Browser
beforeAll(async () => {
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())

async function signedIn(person: string, target: string): Promise<Page> {
  const page = await visit(browser, { address: app.address, email: `${person}@northlight.example`, password, target })
  await page.getByRole('gridcell').first().waitFor()
  return page
}
const deal = async (id: string) => (await dana.get(`/deals/${id}`)).body
const cell = (page: Page, name: string) => page.getByRole('gridcell', { name, exact: true })
/** Puts the focus on a cell without opening the row. */
const edit = async (page: Page, name: string) => {
  await cell(page, name).focus()
  await page.keyboard.press('e')
}

test('a cell is changed by keyboard, Tab goes on to the next, Esc leaves it, and Ctrl-Z takes back what was saved', async () => {
  const page = await signedIn('dana', '/deals?sort=name')
  await edit(page, 'Rights database')
  await page.getByRole('textbox', { name: 'Name' }).fill('Rights archive')
  await page.keyboard.press('Tab')
  await page.getByRole('combobox', { name: 'Stage' }).selectOption('negotiation')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await deal(deals.rights)).stage).toBe('negotiation')
  expect((await deal(deals.rights)).name).toBe('Rights archive')
  await edit(page, 'Rights archive')
  await page.getByRole('textbox', { name: 'Name' }).fill('never saved')
  await page.keyboard.press('Escape')
  await cell(page, 'Rights archive').waitFor()
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await deal(deals.rights)).stage).toBe('prospecting')
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await deal(deals.rights)).name).toBe('Rights database')
  await page.context().close()
}, 60_000)

test('undo and redo follow the keys, however slow the server answers', async () => {
  const page = await signedIn('dana', '/deals?sort=name')
  await page.route('**/api/v1/deals/*', async (route) => {
    await setTimeout(400)
    await route.continue()
  })
  const [first, second] = [await deal(deals.rights), 'Rights library']
  await edit(page, first.name)
  await page.getByRole('textbox', { name: 'Name' }).fill(second)
  await page.keyboard.press('Enter')
  await cell(page, second).waitFor()
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+Shift+Z')
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+Shift+Z')
  await expect.poll(async () => (await deal(deals.rights)).version).toBe(first.version + 5)
  expect((await deal(deals.rights)).name).toBe(second)
  await page.context().close()
}, 60_000)

test('the next key is heard as soon as a note or a record is saved, however slowly the rest is read again', async () => {
  const page = await signedIn('dana', '/accounts')
  await page.goto(`${app.address}/accounts/${app.cast.accounts.kestrel}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('n')
  await page.keyboard.type('Wants an offer by Friday.')
  await page.route('**/api/v1/**', async (route) => {
    if (route.request().method() === 'GET') await setTimeout(1_500)
    await route.continue()
  })
  await page.keyboard.press('Control+Enter')
  const said = page.getByRole('status')
  await said.getByText('Note added.').first().waitFor()
  for (const key of ['Escape', 'c', 'c']) await page.keyboard.press(key)
  const form = page.getByRole('dialog', { name: 'Create contact' })
  await form.getByRole('textbox', { name: 'First name' }).fill('Vera')
  await form.getByRole('textbox', { name: 'Last name' }).fill('Lind')
  await page.keyboard.press('Enter')
  await said.getByText('Vera Lind created.').first().waitFor()
  for (const key of ['c', 'd']) await page.keyboard.press(key)
  await page.getByRole('dialog', { name: 'Create deal' }).waitFor()
  await page.context().close()
}, 60_000)

test('what is wrong is told in the cell, with what was typed still there', async () => {
  const page = await signedIn('dana', '/deals?sort=name')
  await page
    .getByRole('row', { name: /Author platform/ })
    .getByText('€1,000.00')
    .dblclick()
  await page.getByRole('textbox', { name: 'Value' }).fill('a lot')
  await page.keyboard.press('Enter')
  await page.getByText(/not allowed here/).waitFor()
  expect(await page.getByRole('textbox', { name: 'Value' }).inputValue()).toBe('a lot')
  await page.getByRole('textbox', { name: 'Value' }).fill('2500.50')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await deal(deals.author)).value.amount).toBe('2500.50')
  await page.context().close()
}, 60_000)

test('two browsers change one deal: different fields both stay, and the same field is asked', async () => {
  const [hers, his] = [await signedIn('dana', '/deals?sort=name'), await signedIn('sam', '/deals?sort=name')]
  await edit(hers, 'Fleet dashboard')
  await hers.getByRole('textbox', { name: 'Name' }).fill('Fleet by Dana')
  await hers.keyboard.press('Enter')
  await expect.poll(async () => (await deal(deals.fleet)).name).toBe('Fleet by Dana')

  // his list still shows the old version: another field goes beside hers without a question
  await his
    .getByRole('row', { name: /Fleet dashboard/ })
    .getByText('Negotiation')
    .dblclick()
  await his.getByRole('combobox', { name: 'Stage' }).selectOption('prospecting')
  await his.keyboard.press('Enter')
  await expect.poll(async () => (await deal(deals.fleet)).stage).toBe('prospecting')
  expect((await deal(deals.fleet)).name).toBe('Fleet by Dana')

  await edit(his, 'Fleet by Dana')
  await his.getByRole('textbox', { name: 'Name' }).fill('Fleet by Sam')
  await his.keyboard.press('Enter')
  await expect.poll(async () => (await deal(deals.fleet)).name).toBe('Fleet by Sam')

  // and now the same field: she is asked, and chooses hers
  await edit(hers, 'Fleet by Dana')
  await hers.getByRole('textbox', { name: 'Name' }).fill('Fleet, final')
  await hers.keyboard.press('Enter')
  const panel = hers.getByRole('dialog', { name: 'This deal was changed meanwhile' })
  await panel.getByText('It was: Fleet by Dana').waitFor()
  await panel.getByText('sam saved it').waitFor()
  await panel.getByRole('radio', { name: 'Theirs: Fleet by Sam' }).waitFor()
  expect(await accessibilityFaults(hers)).toEqual([])
  expect((await deal(deals.fleet)).name).toBe('Fleet by Sam')
  await panel.getByRole('button', { name: 'Save this' }).click()
  await expect.poll(async () => (await deal(deals.fleet)).name).toBe('Fleet, final')
  expect((await deal(deals.fleet)).stage).toBe('prospecting')

  // once more, and he leaves it as it is
  await edit(his, 'Fleet by Sam')
  await his.getByRole('textbox', { name: 'Name' }).fill('Fleet, no')
  await his.keyboard.press('Enter')
  await his.getByRole('button', { name: 'Leave it as it is now' }).click()
  await cell(his, 'Fleet, final').waitFor()
  expect((await deal(deals.fleet)).name).toBe('Fleet, final')
  await Promise.all([hers.context().close(), his.context().close()])
}, 90_000)
