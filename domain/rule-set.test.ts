import { expect, test } from 'vitest'
import type { Condition } from './rule-conditions.ts'
import type { Facts } from './rule-facts.ts'
import { buildRuleSet, matcher, nobody, whatMatched } from './rule-set.ts'
import { readCondition } from './rule-text.ts'

const conditionOf = (text: string) => (readCondition(text) as { condition: Condition }).condition
const people = { ...nobody, teamOf: (user_id: string) => (user_id === 'noah' ? 'delivery' : undefined) }
const entry: Facts = {
  app: 'Visual Studio Code',
  url: 'https://dana@board.ACME.com:8443/x?y=evil.com#z',
  title: 'ACM-1234: Übersicht – acme redesign',
  project_name: 'Acme Web',
  tags: ['Design', 'client: acme'],
  activity_type: 'app',
  user_id: 'noah',
  // a Sunday evening in UTC, Monday 00:15 in Kolkata
  start_time: '2025-09-14T18:45:00Z',
  zone: 'Asia/Kolkata',
}

test.each<[text: string, holds: boolean]>([
  ['app is "visual studio code"', true],
  ['app is Code', false],
  ['app contains studio', true],
  ['app starts with visual', true],
  ['app ends with code', true],
  ['app ends with studio', false],
  ['site is acme.com', true],
  ['site is board.acme.com', true],
  ['site is me.com', false],
  ['site is evil.com', false],
  ['site is www.acme.com', true],
  ['site contains acme', true],
  ['site contains com.', false],
  ['title contains "acme redesign"', true],
  ['title contains ÜBERSICHT', true],
  ['title contains "Ａｃｍｅ"', true],
  ['title matches /^acm-\\d{4}\\b/', true],
  ['title matches /^acm-\\d{3}\\b/', false],
  ['title is acme', false],
  ['project is "acme web"', true],
  ['tag is design', true],
  ['tag is design, other', true],
  ['tag contains client', true],
  ['activity is app', true],
  ['activity is website', false],
  ['person is noah', true],
  ['team is delivery', true],
  ['team is growth', false],
  ['weekday is mon', true],
  ['weekday is sun', false],
  ['hour is 0', true],
  ['hour is 22 to 2', true],
  ['hour is 9 to 17', false],
  ['app is not Figma', true],
  ['app is Figma or tag is design', true],
  ['app is Figma and tag is design', false],
  ['not (app is Figma and tag is design)', true],
])('%j', (text, holds) => {
  expect(matcher(conditionOf(text), people)(entry)).toBe(holds)
  expect(buildRuleSet([{ condition: conditionOf(text) }], people).matching(entry).length).toBe(holds ? 1 : 0)
})

test.each<[text: string, facts: Facts, holds: boolean]>([
  ['title is not acme', {}, true],
  ['title contains acme', { title: null }, false],
  ['site is acme.com', { url: 'not an address' }, false],
  ['site is acme.com', { url: 'acme.com/x' }, true],
  ['site is acme.com', { url: 'http://acme.com.evil.example/' }, false],
  ['site is acme.com', { url: 'https://notacme.com' }, false],
  ['hour is 9', {}, false],
  // the hour that is there twice in Berlin, and the one that is not there at all
  ['hour is 2', { start_time: '2025-10-26T00:30:00Z', zone: 'Europe/Berlin' }, true],
  ['hour is 2', { start_time: '2025-10-26T01:30:00Z', zone: 'Europe/Berlin' }, true],
  ['hour is 3', { start_time: '2025-03-30T01:30:00Z', zone: 'Europe/Berlin' }, true],
])('%j of %j', (text, facts, holds) => {
  expect(matcher(conditionOf(text))(facts)).toBe(holds)
})

test('rules that hold come in their order, whatever they are filed under', () => {
  const texts = [
    'tag is design',
    'weekday is mon to sun',
    'title contains acme',
    'app is Figma',
    'site is com',
    'project is "acme web"',
  ]
  const rules = texts.map((text) => ({ text, condition: conditionOf(text) }))
  const found = buildRuleSet(rules, people)
    .matching(entry)
    .map(({ text }) => text)
  expect(found).toEqual(texts.filter((text) => text !== 'app is Figma'))
})

test('500 random rules over random entries find what testing each by itself finds', () => {
  let state = 5
  const roll = (sides: number) => (
    (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0),
    Math.floor((state / 2 ** 32) * sides)
  )
  const word = () => ['acme', 'orion', 'redesign', 'mail', 'x', 'ab', 'figma', 'board'][roll(8)]!
  const leaf = () => {
    const field = ['app', 'title', 'project', 'tag'][roll(4)]!
    const operator = ['is', 'contains', 'starts with', 'ends with', 'is not', 'matches'][roll(6)]!
    return `${field} ${operator} ${operator === 'matches' ? `/${word()}( |${word()})?/` : word()}`
  }
  const text = (depth: number): string =>
    depth === 0
      ? leaf()
      : [
          leaf(),
          `(${text(depth - 1)} and ${text(depth - 1)})`,
          `(${text(depth - 1)} or ${text(depth - 1)})`,
          `not (${text(depth - 1)})`,
        ][roll(4)]!
  const rules = Array.from({ length: 500 }, () => ({ condition: conditionOf(text(2)) }))
  const set = buildRuleSet(rules)
  const alone = rules.map((rule) => ({ rule, holds: matcher(rule.condition) }))
  for (let n = 0; n < 100; n++) {
    const facts = {
      app: word(),
      title: `${word()} ${word()}`,
      project_name: roll(2) ? word() : null,
      tags: [word(), word()].slice(roll(3)),
    }
    expect(set.matching(facts)).toEqual(alone.filter(({ holds }) => holds(facts)).map(({ rule }) => rule))
  }
})

test.each([
  ['project contains acme', 'project contains acme'],
  ['project matches /a\\w+ w/', 'project “acme w”'],
  // a title is never quoted: whoever sees where the entry is would read it
  ['title matches /acm-.*/', 'title matches /acm-.*/'],
  [
    'app is Figma, "visual studio code" and (tag is x or tag is design)',
    'app is "visual studio code" and tag is design',
  ],
  ['app contains code and app is not Figma', 'app contains code and app is not Figma'],
  ['team is delivery', 'team is delivery'],
])('%s matched %s', (text, told) => {
  expect(whatMatched(conditionOf(text), entry, people)).toBe(told)
})

test('what a pattern found in the project an editor had open is told in the words of the rule', () => {
  const condition = conditionOf('project matches /a\\w+ w/ or title matches /x/')
  expect(whatMatched(condition, entry, people)).toBe('project “acme w”')
  expect(whatMatched(condition, { ...entry, project_from_editor: true }, people)).toBe('project matches /a\\w+ w/')
})
