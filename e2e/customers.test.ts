/** Accounts and contacts in a real browser, with the mouse put away: made, changed, deleted and brought back. */
import { readFileSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { based, startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { accessibilityFaults, faultsInEveryLook, launch, visit, watch } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder })
const dana = await app.as('dana')
const { accounts } = app.cast
let browser: Browser
beforeAll(async () => {
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())

const signedIn = (person: string, target: string, options: BrowserContextOptions = {}) =>
  visit(browser, { address: app.address, email: `${person}@northlight.example`, password, target, ...options })
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const contacts = async (query = '') => (await dana.get(`/contacts${query}`)).body.data
const anna = {
  first_name: 'Anna',
  last_name: 'Åkesson',
  account_id: accounts.quill,
  email: 'anna@quill.example',
  phone: '+46 8 123 456',
  job_title: 'Publisher',
  tags: ['board', 'reads, and writes'],
}

test('a contact is made, changed in its cell, found in the palette, deleted and brought back, all by keyboard', async () => {
  const page = await signedIn('dana', '/accounts')
  await press(page, 'g', 'c')
  await page.getByRole('heading', { name: 'Contacts' }).waitFor()
  await page.getByRole('button', { name: 'Create the first contact' }).waitFor()
  await press(page, 'c', 'c')
  const form = page.getByRole('dialog', { name: 'Create contact' })
  await form.waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await form.getByLabel('First name').fill('Bea')
  await form.getByLabel('Last name').fill('Brandt')
  await form.getByRole('combobox', { name: 'Account' }).fill('kestrel')
  await form.getByRole('option', { name: 'Kestrel Logistics' }).waitFor()
  await press(page, 'Enter')
  await form.getByLabel('E-mail').fill('bea@kestrel.example')
  await form.getByLabel('Add to tags').fill('VIP')
  await press(page, 'Enter')
  await form.getByLabel('Add to tags').fill('press')
  await form.getByRole('button', { name: 'Create contact' }).focus()
  await press(page, 'Enter')
  await page.getByText('Bea Brandt created.').waitFor()
  expect(await contacts()).toMatchObject([
    { name: 'Bea Brandt', account_id: accounts.kestrel, email: 'bea@kestrel.example', tags: ['VIP', 'press'] },
  ])

  await page.getByRole('gridcell', { name: 'Bea Brandt' }).waitFor()
  await press(page, 'j', 'ArrowRight', 'ArrowRight', 'e')
  await page.getByRole('textbox', { name: 'Title' }).fill('Buyer')
  await press(page, 'Enter')
  await expect.poll(async () => (await contacts())[0].job_title).toBe('Buyer')

  await press(page, 'Control+k')
  await page.getByRole('combobox').fill('Brandt')
  await page.getByRole('option', { name: /Bea Brandt/ }).waitFor()
  await press(page, 'Enter')
  const peek = page.getByRole('complementary', { name: 'Bea Brandt' })
  await peek.getByRole('button', { name: 'Delete contact' }).focus()
  await press(page, 'Enter')
  await page.getByText('Bea Brandt deleted.').waitFor()
  expect(await contacts()).toEqual([])
  await press(page, 'Control+z')
  await expect.poll(async () => (await contacts()).length).toBe(1)
  await page.context().close()
}, 60_000)

test('what is in the bin is looked at from the menu of the list, and restored', async () => {
  const made = (await dana.post('/contacts', anna)).body
  await dana.delete(`/contacts/${made.id}`, based(made.version))
  const page = await signedIn('dana', '/contacts')
  await page.getByRole('button', { name: 'More' }).focus()
  await press(page, 'Enter')
  await page.getByRole('button', { name: 'Deleted contacts' }).focus()
  await press(page, 'Enter')
  await page.getByText('These contacts are deleted.').waitFor()
  await page.getByRole('gridcell', { name: 'Anna Åkesson' }).waitFor()
  expect(await page.getByRole('button', { name: 'Create contact' }).count()).toBe(0)
  await press(page, 'j', 'Space')
  await page.getByRole('button', { name: 'Restore contact' }).focus()
  await press(page, 'Enter')
  await page.getByText('Anna Åkesson restored.').waitFor()
  expect(await contacts('?q=anna')).toMatchObject([{ ...anna, deleted_at: null }])
  await page.context().close()
}, 60_000)

test('the page of an account opens with Enter: facts are changed in place, a contact, a deal, a task and a note made', async () => {
  const page = await signedIn('dana', '/accounts')
  await page.getByRole('gridcell', { name: 'Quill Publishing GmbH' }).focus()
  await press(page, 'Enter')
  await page.getByRole('heading', { name: 'Quill Publishing GmbH' }).waitFor()
  expect(new URL(page.url()).pathname).toBe(`/accounts/${accounts.quill}`)

  const industry = page.getByTitle('Change industry')
  await industry.focus()
  await press(page, 'Enter')
  await page.getByRole('textbox', { name: 'Industry' }).fill('Publishing')
  await press(page, 'Enter')
  await expect.poll(async () => (await dana.get(`/accounts/${accounts.quill}`)).body.industry).toBe('Publishing')
  await page.locator('[title="Change industry"]:focus').waitFor()

  await press(page, 'n')
  await page.getByRole('textbox', { name: 'Write a note' }).fill('Wants a call in May')
  await press(page, 'Control+Enter')
  await page.getByRole('region', { name: 'Timeline' }).getByText('Wants a call in May').waitFor()

  await page.getByRole('heading', { level: 1 }).focus()
  await press(page, 't')
  await page.getByRole('dialog', { name: 'Create task' }).getByLabel('Title').fill('Call in May')
  await press(page, 'Enter')
  await page.getByText('Call in May created.').waitFor()
  await page.getByRole('link', { name: 'Tasks', exact: true }).last().focus()
  await press(page, 'Enter')
  await page.getByText('Call about terms').waitFor()
  await page.getByText('Call in May', { exact: true }).waitFor()

  for (const [tab, noun, label] of [
    ['Contacts', 'contact', 'Last name'],
    ['Deals', 'deal', 'Name'],
  ] as const) {
    await page.getByRole('navigation', { name: 'Sides of this record' }).getByRole('link', { name: tab }).focus()
    await press(page, 'Enter')
    await page.getByRole('button', { name: `Create ${noun}` }).focus()
    await press(page, 'Enter')
    await page.getByRole('dialog').getByLabel(label, { exact: true }).fill(`New ${noun}`)
    await press(page, 'Enter')
    await page.getByText(`New ${noun} created.`).waitFor()
    await page.getByRole('gridcell', { name: `New ${noun}`, exact: true }).waitFor()
  }
  expect(await contacts('?q=New')).toMatchObject([{ last_name: 'New contact', account_id: accounts.quill }])
  await page.getByRole('gridcell', { name: 'New deal', exact: true }).focus()
  await press(page, 'Enter')
  await page.getByRole('heading', { name: 'New deal' }).waitFor()
  await page.context().close()
}, 60_000)

test('two people change the same fact of an account: the second is asked', async () => {
  const [hers, his] = await Promise.all(
    ['dana', 'sam'].map((person) => signedIn(person, `/accounts/${accounts.kestrel}`)),
  )
  const change = async (page: Page, phone: string) => {
    await page.getByTitle('Change phone').focus()
    await press(page, 'Enter')
    await page.getByRole('textbox', { name: 'Phone' }).fill(phone)
    await press(page, 'Enter')
  }
  const stored = async () => (await dana.get(`/accounts/${accounts.kestrel}`)).body.phone
  await hers!.getByTitle('Change phone').waitFor()
  await his!.getByTitle('Change phone').waitFor()
  await change(hers!, '111')
  await expect.poll(stored).toBe('111')
  await change(his!, '222')
  const panel = his!.getByRole('dialog', { name: 'This account was changed meanwhile' })
  await panel.getByRole('radio', { name: 'Theirs: 111' }).waitFor()
  expect(await stored()).toBe('111')
  await panel.getByRole('button', { name: 'Save this' }).click()
  await expect.poll(stored).toBe('222')
  await Promise.all([hers!.context().close(), his!.context().close()])
}, 60_000)

test('several are given an owner at once: what would happen is told first, and undo puts each back', async () => {
  const made = await Promise.all(
    [app.cast.users.sam, app.cast.users.lena, null].map((owner_id, n) =>
      dana.post('/contacts', { last_name: `Bulk ${n}`, owner_id }),
    ),
  )
  expect(made.map(({ status }) => status)).toEqual([201, 201, 201])
  const owners = async () => (await contacts('?q=Bulk&sort=name')).map((row: { owner_name: string }) => row.owner_name)
  const before = await owners()
  const page = await signedIn('dana', '/contacts?q=Bulk')
  await page.getByRole('gridcell', { name: 'Bulk 0' }).focus()
  await press(page, 'x', 'j', 'x', 'j', 'x')
  const bar = page.getByRole('region', { name: 'Selected rows' })
  await bar.getByText('3 selected').waitFor()
  await bar.getByRole('button', { name: 'Change…' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Change 3 contacts' })
  await dialog.getByLabel('What to change').selectOption({ label: 'Owner' })
  await dialog.getByRole('combobox', { name: 'Owner' }).fill('sam')
  await dialog.getByRole('option', { name: 'sam' }).click()
  await dialog.getByRole('button', { name: 'See what would happen' }).press('Enter')
  await dialog.getByText('Owner: sam').waitFor()
  await dialog.getByText('2 contacts will be changed, 1 not:').waitFor()
  await dialog.getByText('1: It is so already.').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await owners()).toEqual(before)
  await dialog.getByRole('button', { name: 'Change 2 contacts' }).press('Enter')
  await dialog.getByText('2 contacts were changed').waitFor()
  expect(await owners()).toEqual(['sam', 'sam', 'sam'])
  await dialog.getByRole('button', { name: 'Close' }).press('Enter')
  await press(page, 'Control+z')
  await expect.poll(owners).toEqual(before)
  await page.context().close()
}, 60_000)

test('several are deleted and brought back by one undo, or together out of the bin', async () => {
  await dana.post('/contacts', { last_name: 'Gone 0' })
  await dana.post('/contacts', { last_name: 'Gone 1' })
  const left = async () => (await contacts('?q=Gone')).length
  const page = await signedIn('dana', '/contacts?q=Gone')
  const deleteBoth = async () => {
    await page.getByRole('gridcell', { name: 'Gone 0' }).focus()
    await press(page, 'Control+a')
    await page.getByRole('button', { name: 'Delete…' }).press('Enter')
    await page.getByRole('button', { name: 'Delete 2 contacts' }).press('Enter')
    await expect.poll(left).toBe(0)
  }
  await deleteBoth()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await press(page, 'Control+z')
  await expect.poll(left).toBe(2)
  await deleteBoth()
  await page.goto(`${app.address}/contacts?q=Gone&deleted=true`)
  await page.getByRole('gridcell', { name: 'Gone 1' }).focus()
  await press(page, 'Control+a')
  await page.getByRole('button', { name: 'Restore…' }).press('Enter')
  await page.getByRole('button', { name: 'Restore 2 contacts' }).press('Enter')
  await expect.poll(left).toBe(2)
  await page.context().close()
}, 60_000)

test('the list is saved as a file from its menu, with its filter and its columns as they are shown', async () => {
  await dana.post('/contacts', { last_name: 'Filed', job_title: 'Clerk', account_id: accounts.kestrel })
  const page = await signedIn('dana', `/contacts?q=Filed&columns=name,title,account`)
  await page.getByRole('gridcell', { name: 'Filed' }).waitFor()
  await page.getByRole('button', { name: 'More' }).press('Enter')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save this list as CSV' }).press('Enter'),
  ])
  expect(file.suggestedFilename()).toBe('contacts.csv')
  expect(readFileSync(await file.path(), 'utf8')).toBe(
    '\ufeffWhole name,Title,Account\r\nFiled,Clerk,Kestrel Logistics\r\n',
  )
  await page.context().close()
}, 60_000)

test('the pages of accounts and contacts are accessible, in both themes, wide and narrow', async () => {
  const { id } = (await dana.post('/contacts', anna)).body
  const page = await signedIn('dana', '/contacts')
  const settled = watch(page)
  for (const target of [
    `/accounts/${accounts.quill}`,
    `/accounts/${accounts.quill}?tab=contacts`,
    `/accounts/${accounts.quill}?tab=deals`,
    `/accounts/${accounts.quill}?tab=time`,
    `/contacts/${id}`,
    `/contacts/${id}?tab=tasks`,
    `/contacts?deleted=true`,
  ]) {
    await page.goto(app.address + target)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await settled()
    expect([target, await faultsInEveryLook(page)]).toEqual([target, []])
  }
  await page.context().close()
}, 90_000)
