import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { RecordImportPatch } from '../../domain/record-imports.ts'
import { api, download } from '../data/client.ts'
import { sayFailed } from '../ui/toasts.tsx'

export const getImport = (id: string) => api.get('/record-imports/{id}', { params: { id } })
export type RecordImport = Awaited<ReturnType<typeof getImport>>
export const listImports = () => api.get('/record-imports', { query: { limit: 20 } })
export const listRows = (id: string, query: object) => api.get('/record-imports/{id}/rows', { params: { id }, query })
export type ImportedRow = Awaited<ReturnType<typeof listRows>>['data'][number]

export const saveRejects = ({ id, file_name }: RecordImport) =>
  download('/record-imports/{id}/rejects', { params: { id } }, `rejects of ${file_name}`)

export const isWorking = (status: RecordImport['status'] | undefined) =>
  status === 'reading' || status === 'checking' || status === 'running' || status === 'undoing'

/** The import, asked again while something goes on; what it changed elsewhere is read anew when it ends. */
export function useImport(id: string) {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: ['record-imports', id],
    queryFn: () => getImport(id),
    refetchInterval: ({ state }) => (isWorking(state.data?.status) ? 500 : false),
  })
  const after = (deed: Promise<unknown>) => void deed.then(() => client.invalidateQueries(), sayFailed)
  return {
    ...query,
    answer: (body: RecordImportPatch, version: number) =>
      after(api.patch('/record-imports/{id}', { params: { id }, body: body as never, version })),
    run: () => after(api.post('/record-imports/{id}/run', { params: { id } })),
    undo: () => after(api.post('/record-imports/{id}/undo', { params: { id } })),
  }
}
