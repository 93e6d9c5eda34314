import { expect, test } from 'vitest'
import { agrees, contradict, type Placed, type RuleTarget } from './rule-targets.ts'

const target = (kind: RuleTarget['kind'], more: Partial<RuleTarget> = {}): RuleTarget => ({
  kind,
  account_id: null,
  deal_id: null,
  task_id: null,
  billable: null,
  ...more,
})
const deal = target('deal', { deal_id: 'd' })
const placed: Placed = { account_id: 'a', deal_id: 'd', task_id: 't', billable: true }

test.each<[string, RuleTarget, Partial<Placed>, boolean]>([
  ['the same deal', deal, {}, true],
  ['another deal', deal, { deal_id: 'e' }, false],
  ['the same deal with the mark it sets', { ...deal, billable: true }, {}, true],
  ['the same deal with the other mark', { ...deal, billable: false }, {}, false],
  ['the same task', target('task', { task_id: 't' }), {}, true],
  ['another task of the deal', target('task', { task_id: 'u' }), {}, false],
  ['the account, whatever the deal', target('account', { account_id: 'a' }), {}, true],
  ['another account', target('account', { account_id: 'b' }), {}, false],
  ['no customer where there is one', target('ignore'), {}, false],
  ['no customer where there is none', target('ignore'), { account_id: null, deal_id: null }, true],
  ['private where there is no customer', target('private'), { account_id: null, deal_id: null }, true],
  ['a mark alone, wherever it is', target('billable', { billable: true }), { deal_id: 'x' }, true],
  ['the other mark', target('billable', { billable: false }), {}, false],
])('%s', (_, rule, more, same) => expect(agrees(rule, { ...placed, ...more })).toBe(same))

test.each<[string, RuleTarget, RuleTarget, boolean]>([
  ['the same deal, one with its account', deal, { ...deal, account_id: 'a' }, false],
  ['two deals', deal, target('deal', { deal_id: 'e' }), true],
  ['a deal and its account', deal, target('account', { account_id: 'a' }), true],
  ['one deal, two marks', { ...deal, billable: true }, { ...deal, billable: false }, true],
  ['one deal, one mark', { ...deal, billable: true }, deal, false],
  ['a place and a mark', deal, target('billable', { billable: false }), false],
  ['two marks', target('billable', { billable: true }), target('billable', { billable: false }), true],
  ['private and ignored', target('private'), target('ignore'), true],
])('%s', (_, a, b, do_they) => {
  expect(contradict(a, b)).toBe(do_they)
  expect(contradict(b, a)).toBe(do_they)
})
