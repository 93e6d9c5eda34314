import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, download } from '../data/client.ts'
import { Button } from '../ui/controls.tsx'
import { When, words } from '../ui/formats.tsx'
import { sayFailed } from '../ui/toasts.tsx'

const listArchives = () => api.get('/archives', { query: { limit: 10 } })
const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`

/** Everything the company has here, in one file one can take along. */
export function Archives() {
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: ['archives'],
    queryFn: listArchives,
    refetchInterval: ({ state }) => (state.data?.data.some(({ status }) => status === 'writing') ? 1_000 : false),
  })
  const archives = data?.data ?? []
  const writing = archives.some(({ status }) => status === 'writing')
  const begin = () =>
    void api.post('/archives', {}).then(() => client.invalidateQueries({ queryKey: ['archives'] }), sayFailed)
  return (
    <section
      aria-label="Export everything"
      className="flex max-w-2xl flex-col gap-3 rounded-card border border-border bg-surface p-6"
    >
      <h2 className="text-section font-semibold">Take everything along</h2>
      <p className="text-text-2">
        One file with every account, contact, deal, task, note and hour, a JSON object a line. Titles and web addresses
        of recorded time stay with their person. The file is kept for seven days.
      </p>
      <Button className="self-start" disabled={writing} onClick={begin}>
        {writing ? 'Being written…' : 'Export everything'}
      </Button>
      {archives.length > 0 && (
        <ul aria-label="Archives" className="flex flex-col">
          {archives.map(({ id, status, file_bytes, rows, created_at }) => (
            <li
              key={id}
              className="flex min-h-9 flex-wrap items-center justify-between gap-3 border-t border-border py-1"
            >
              <span role={status === 'writing' ? 'status' : undefined}>
                <When instant={created_at} /> ·{' '}
                {Object.values(rows)
                  .reduce((sum, count) => sum + count, 0)
                  .toLocaleString()}{' '}
                rows
              </span>
              {status === 'done' ? (
                <Button
                  look="quiet"
                  onClick={() =>
                    void download(
                      '/archives/{id}/file',
                      { params: { id } },
                      `daybook-${created_at.slice(0, 10)}.ndjson`,
                    ).catch(sayFailed)
                  }
                >
                  Download {megabytes(file_bytes ?? 0)}
                </Button>
              ) : (
                <span className="text-text-3">{words(status)}</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
