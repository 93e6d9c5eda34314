/** What the palette lists for a text: which of what is known here, which commands, which kinds the server is asked for. */
import type { Hit, Kind } from '../../domain/search.ts'
import type { Command } from '../layout/commands.ts'
import { matcher } from './matching.ts'
import type { Known } from './recent.ts'

export type Option =
  | { key: string; sort: 'record'; record: Known; found: string[] }
  | { key: string; sort: 'command'; command: Command }
  | { key: string; sort: 'mode'; sign: string; title: string }
export type Group = { title: string; options: Option[] }

export const modes = [
  { sign: '>', title: 'Commands' },
  { sign: '@', title: 'People' },
  { sign: '#', title: 'Deals' },
  { sign: '?', title: 'What can be done here' },
] as const
type Sign = (typeof modes)[number]['sign']
const kindsOf: Partial<Record<Sign, Kind[]>> = { '@': ['contact'], '#': ['deal'] }

const mostRecent = 6
const mostCommands = 6

export type Asked = { mode: Sign | null; text: string; types: Kind[] | undefined }

/** The first sign may choose a mode; the rest is what is looked for. */
export function readAsked(typed: string): Asked {
  const mode = modes.find(({ sign }) => typed.startsWith(sign))?.sign ?? null
  return { mode, text: typed.slice(mode === null ? 0 : 1).trim(), types: mode === null ? undefined : kindsOf[mode] }
}

export const asksServer = ({ mode, text }: Asked) => text !== '' && mode !== '>' && mode !== '?'

/** What is there before the network answers. */
export function localGroups(
  asked: Asked,
  recent: readonly Known[],
  commands: readonly Command[],
  uses: Record<string, number>,
): Group[] {
  const { mode, text, types } = asked
  const fits = matcher(text)
  const records = recent
    .filter(({ type, title, detail }) => (types?.includes(type) ?? true) && fits(`${title} ${detail ?? ''}`))
    .slice(0, mostRecent)
    .map((record): Option => ({ key: record.id, sort: 'record', record, found: text === '' ? [] : [text] }))
  const fitting = commands
    .filter(({ title, also }) => fits(`${title} ${also ?? ''}`))
    .toSorted((a, b) => (uses[b.id] ?? 0) - (uses[a.id] ?? 0))
    .map((command): Option => ({ key: command.id, sort: 'command', command }))
  const signs = modes.map(({ sign, title }): Option => ({ key: `mode ${sign}`, sort: 'mode', sign, title }))
  const groups: Group[] =
    mode === '>'
      ? [{ title: 'Commands', options: fitting }]
      : mode === '?'
        ? [
            { title: 'Begin with', options: text === '' ? signs.slice(0, 3) : [] },
            { title: 'Commands and their keys', options: fitting },
          ]
        : [
            { title: text === '' ? 'Recent' : 'Opened lately', options: records },
            { title: 'Commands', options: mode === null ? fitting.slice(0, mostCommands) : [] },
          ]
  return groups.filter(({ options }) => options.length > 0)
}

/** What the server adds: below, and nothing twice. */
export function foundGroup(hits: readonly Hit[], above: readonly Group[]): Group[] {
  const there = new Set(above.flatMap(({ options }) => options.map(({ key }) => key)))
  const options = hits
    .filter(({ id }) => !there.has(id))
    .map((record): Option => ({
      key: record.id,
      sort: 'record',
      record,
      found: record.matched.map(({ asked, found, how }) => (how === 'prefix' ? asked : found)),
    }))
  return options.length > 0 ? [{ title: 'Found', options }] : []
}
