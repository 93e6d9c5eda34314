/** A file of records through its import, over HTTP, as a person would bring it. */
import { expect } from 'vitest'
import { walk, type Answer } from './app.ts'

type Extra = { headers?: Record<string, string>; type?: string }
type Client = {
  get: (target: string) => Promise<Answer>
  post: (target: string, body?: any, extra?: Extra) => Promise<Answer>
  patch: (target: string, body: object, extra?: Extra) => Promise<Answer>
}
const atWork = ['reading', 'checking', 'running', 'undoing']

export function importing(client: Client) {
  async function settled(id: string): Promise<any> {
    for (const began = Date.now(); Date.now() - began < 30_000;) {
      const { body } = await client.get(`/record-imports/${id}`)
      if (!atWork.includes(body.status)) return body
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    throw new Error('the import did not come to an end')
  }
  return {
    settled,
    upload: async (name: string, bytes: string | Uint8Array): Promise<any> => {
      const { status, body } = await client.post(`/record-imports?file_name=${encodeURIComponent(name)}`, bytes, {
        type: 'application/octet-stream',
      })
      expect([status, body.errors]).toEqual([201, undefined])
      return settled(body.id)
    },
    answer: async (id: string, answers: object = {}): Promise<any> => {
      const { status, body } = await client.patch(`/record-imports/${id}`, answers)
      expect([status, body.errors]).toEqual([200, undefined])
      return settled(id)
    },
    run: async (id: string): Promise<any> => {
      const { status, body } = await client.post(`/record-imports/${id}/run`)
      expect([status, body.code]).toEqual([200, undefined])
      return settled(id)
    },
    undo: async (id: string): Promise<any> => {
      const { status, body } = await client.post(`/record-imports/${id}/undo`)
      expect([status, body.code]).toEqual([200, undefined])
      return settled(id)
    },
    rowsOf: (id: string, action = '') =>
      walk(client, `/record-imports/${id}/rows?limit=200${action && `&action=${action}`}`),
  }
}

/** Every row is one of these. */
export const sum = ({ create, update, skip, fail }: Record<string, number>) => create! + update! + skip! + fail!
export const codes = (rows: any[]): string[] => rows.flatMap(({ reasons }) => reasons.map(({ code }: any) => code))
