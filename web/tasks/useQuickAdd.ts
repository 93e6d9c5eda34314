/** The line, what it means while it is typed, and the task it becomes. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isQuestion, nameIn, readQuickAdd, type Named } from '../../domain/quick-add.ts'
import { api, ProblemError } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { findPeople } from '../people/calls.ts'
import { foundQuery, useFound } from '../search/calls.ts'
import { today } from '../ui/formats.tsx'
import { say } from '../ui/toasts.tsx'

export type Person = Named & { shown: string }
export type Place = Named & { type: string; detail: string | null }
const kinds = ['account', 'deal'] as const

const placesOf = (hits: { id: string; title: string; type: string; detail: string | null }[]): Place[] =>
  hits.map(({ id, title, type, detail }) => ({ id, name: title, type, detail }))

const peopleQuery = (name: string) => ({
  queryKey: ['lookup', 'people of a name', name],
  queryFn: async () =>
    (await findPeople(name)).map(({ value, label }): Person => ({ id: value, name: label, shown: label })),
  staleTime: 10_000,
})

export function useQuickAdd() {
  const client = useQueryClient()
  const me = useMe()
  const [line, setLine] = useState('')
  const [error, setError] = useState<string>()
  /** What the person answered where a name could be several. */
  const [chosen, setChosen] = useState<Record<string, Person | Place>>({})
  const asked = nameIn(line, '#')
  const { data: hits = [] } = useFound(asked ?? '', [...kinds])
  const person = nameIn(line, '@')
  const { data: people = [] } = useQuery({
    ...peopleQuery(person ?? ''),
    enabled: person !== null,
    placeholderData: (before) => before,
  })
  const understand = (text: string, places: Place[], persons: Person[]) => {
    const among = <N extends Named>(sign: '@' | '#', all: N[]): N[] => {
      const name = nameIn(text, sign)
      const answer = name === null ? undefined : chosen[sign + name]
      return answer ? [answer as unknown as N] : all
    }
    return readQuickAdd(
      text,
      { today: today(), week_start: me.week_start },
      {
        people: among('@', [{ id: me.id, name: 'me', shown: me.name }, ...persons]),
        records: among('#', places),
      },
    )
  }
  const change = (text: string) => {
    setLine(text)
    setError(undefined)
  }
  const reread = () => Promise.all(['tasks', 'deals'].map((key) => client.invalidateQueries({ queryKey: [key] })))

  /** False where something has to be asked first. What is refused is in the line again, with the reason below it. */
  async function add(): Promise<boolean> {
    const name = nameIn(line, '#')
    // Enter may come before the answer to the last letter did
    const places = name === null ? [] : placesOf(await client.fetchQuery(foundQuery(name, [...kinds])))
    const persons = person === null ? [] : await client.fetchQuery(peopleQuery(person))
    const { title, person: assignee, record, ...fields } = understand(line, places, persons)
    if (isQuestion(assignee) || isQuestion(record)) return false
    if (title === '') return (setError('Say what is to be done.'), false)
    setLine('')
    try {
      const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
      const made = await api.post('/tasks', {
        body: {
          title,
          ...given,
          ...(assignee && { assigned_to: assignee.id }),
          ...(record && { [record.type === 'deal' ? 'deal_id' : 'account_id']: record.id }),
        },
      })
      setChosen({})
      say(`“${made.title}” created.`, () =>
        remove(made).then(() => () => api.post('/tasks/{id}/restore', { params: made })),
      )
      await reread()
    } catch (problem) {
      setLine((typed) => typed || line)
      setError(problem instanceof ProblemError ? problem.message : (problem as Error).message)
    }
    return true
  }
  const remove = async ({ id, version }: { id: string; version: number }) => {
    await api.delete('/tasks/{id}', { params: { id }, version })
    await reread()
  }
  const choose = (marked: string, answer: Person | Place) => setChosen((before) => ({ ...before, [marked]: answer }))
  return { line, change, error, understood: understand(line, placesOf(hits), people), add, choose }
}
