import { useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { recordKinds } from '../../domain/search.ts'
import { useMe } from '../data/me.ts'
import { listOf } from '../paths.ts'
import { noteRecord } from './recent.ts'

/** Remembers the record that is open, over its list or on its own page, once its name is known. */
export function useVisited(id: string | undefined, title: string | undefined): void {
  const person = useMe().id
  const here = useRouterState({ select: (state) => state.location.pathname })
  const type = recordKinds.find((kind) => here === listOf[kind] || here.startsWith(`${listOf[kind]}/`))
  useEffect(() => {
    if (id && title && type)
      noteRecord(person, { id, type, account_id: null, record: { type, id }, title, detail: null })
  }, [id, title, type, person])
}
