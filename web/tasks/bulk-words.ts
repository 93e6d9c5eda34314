import type { BulkAnswer } from '../../domain/bulk.ts'

export type Results = BulkAnswer['results']

/** "10 will change, 2 stay as they are, 1 skipped: It is deleted." */
export function outcome(results: Results, ahead: boolean): string {
  const count = (status: string) => results.filter((result) => result.status === status).length
  const left = results.filter(({ status }) => status === 'skipped' || status === 'failed')
  const reasons = [...new Set(left.map(({ message }) => message))].join(' ')
  return [
    `${count('changed')} ${ahead ? 'will change' : 'changed'}`,
    ...(count('unchanged') > 0 ? [`${count('unchanged')} ${ahead ? 'stay' : 'stayed'} as before`] : []),
    ...(left.length > 0 ? [`${left.length} skipped: ${reasons}`] : []),
  ].join(', ')
}
