import { useQueryClient } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { words } from '../ui/formats.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { isClosed, type Deal, type Stage } from './calls.tsx'
import type { ClosingFields } from './useBoard.ts'

/** Moves a deal to a stage from wherever it is shown by itself, says so, and takes it back on request. */
export function useMove() {
  const client = useQueryClient()
  const reread = () =>
    Promise.all(['deals', 'reports', 'timeline'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  const send = ({ id }: Deal, stage: Stage, version: number, more?: ClosingFields) =>
    api.post('/deals/{id}/move', { params: { id }, body: { stage, ...more }, version })
  return async (deal: Deal, stage: Stage, more?: ClosingFields) => {
    try {
      const saved = await send(deal, stage, deal.version, more)
      // into won and lost one does not come back without saying why
      const back = isClosed(deal) ? null : () => send(deal, deal.stage, saved.version).then(reread)
      say(`${deal.name} moved to ${words(stage)}.`, back)
    } catch (error) {
      sayFailed(error as Error)
    }
    await reread()
  }
}
