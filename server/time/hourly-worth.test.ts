import { expect, test } from 'vitest'
import { actorOfUser } from '#server/sessions/authenticate.ts'
import { startApp } from '#test/app.ts'
import { hourlyWorth } from './hourly-worth.ts'

const app = await startApp()
const dana = await app.as('dana')
const priced = async (deal: object, account_id?: string) => {
  const account = account_id ?? (await dana.post('/accounts', { name: `Priced ${Math.random()}` })).body.id
  const { status, body } = await dana.post('/deals', { account_id: account, name: 'Priced', ...deal })
  expect([status, body.errors]).toEqual([201, undefined])
  return { account_id: account as string, deal_id: body.id as string }
}
const worthOf = async (place: { account_id: string; deal_id: string | null }, who = app.cast.users.dana!) =>
  (await hourlyWorth(app.db, (await actorOfUser(app.db, who, 'api'))!, [place.account_id]))(place)
const money = (amount: string, currency = 'EUR') => ({ amount, currency })

test.each([
  [
    'a budget by its hours',
    { budget_money: money('12000.00'), value: money('1.00'), budget_hours: '100' },
    money('120.00'),
  ],
  ['a value where there is no budget', { value: money('8000.00'), budget_hours: '100' }, money('80.00')],
  ['rounded to the currency', { value: money('100.00'), budget_hours: '3' }, money('33.33')],
  ['half up, and exactly', { value: money('0.33'), budget_hours: '4.4' }, money('0.08')],
  ['a currency without minor units', { value: money('100000', 'JPY'), budget_hours: '7' }, money('14286', 'JPY')],
  ['nothing without hours', { value: money('100.00') }, null],
  ['nothing of a worth of nothing', { value: money('0.00'), budget_hours: '5' }, null],
])('an hour is worth %s', async (_, deal, hour) => {
  expect(await worthOf(await priced(deal))).toEqual(hour)
})

test('an hour on no deal, or on one without a price, is worth what the deals of its account bring in the currency of most hours', async () => {
  const { account_id } = await priced({ value: money('1000.00'), budget_hours: '10' })
  await priced({ value: money('3000.00'), budget_hours: '10' }, account_id)
  await priced({ value: money('9000.00', 'USD'), budget_hours: '15' }, account_id)
  const { deal_id } = await priced({}, account_id)
  expect(await worthOf({ account_id, deal_id: null })).toEqual(money('200.00'))
  expect(await worthOf({ account_id, deal_id })).toEqual(money('200.00'))
})
