/** What an entry has in common with others: its title, project, tags, site, app, and the words of its title. */
import { hostOf, titleWithoutProgram } from './mapping-hints.ts'
import { folded } from './rule-conditions.ts'
import type { Facts } from './rule-facts.ts'

export const signalKinds = ['title', 'project', 'tag', 'site', 'app', 'word'] as const
export type SignalKind = (typeof signalKinds)[number]
/** `says`: the same as it is shown. */
export type Signal = { kind: SignalKind; value: string; says: string }

const mostTags = 10
const mostWords = 12
const shortestWord = 3
const longestText = 300

/** Every text is as a stranger sent it: any length, any script, empty. */
export function signalsOf({ title, project_name, tags, url, app }: Facts): Signal[] {
  const plain = titleWithoutProgram(title ?? '')
  return [
    ...one('title', plain),
    ...one('project', project_name),
    ...(tags ?? []).slice(0, mostTags).flatMap((tag) => one('tag', tag)),
    ...one('site', hostOf(url ?? '')),
    ...one('app', app),
    ...wordsIn(`${project_name?.slice(0, longestText) ?? ''} ${plain}`).map((word) => signal('word', word, word)),
  ]
}

const signal = (kind: SignalKind, value: string, says: string): Signal => ({ kind, value, says })

function one(kind: SignalKind, text: string | null | undefined): Signal[] {
  const says = text?.slice(0, longestText).trim() ?? ''
  return says === '' ? [] : [signal(kind, folded(says), says)]
}

const wordsIn = (text: string) => [
  ...new Set(
    folded(text)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length >= shortestWord && !/^\d+$/.test(word))
      .slice(0, mostWords),
  ),
]
