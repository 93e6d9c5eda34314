/**
 * Documents as PDF: a Typst template, and its data as JSON, which it can only read and never run. They are laid out in a thread of
 * their own, one after the other: whoever asks for something else meanwhile does not wait.
 */
import { Worker } from 'node:worker_threads'

export type Asked = { id: number; template: string; data: string; made_ms: number }
export type Answered = { id: number; pdf: Uint8Array } | { id: number; fault: string }

type Waiting = { resolve: (pdf: Buffer) => void; reject: (error: Error) => void }
type Thread = { worker: Worker; waiting: Map<number, Waiting> }

let thread: Thread | null = null
let last = 0

/** The same template, data and instant give the same bytes. @throws where the template is wrong, which is a defect */
export function renderPdf(template: string, data: object, made_ms: number): Promise<Buffer> {
  const { worker, waiting } = (thread ??= start())
  const id = ++last
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    worker.ref()
    worker.postMessage({ id, template, data: JSON.stringify(data), made_ms } satisfies Asked, [])
  })
}

/** When the first document is asked for, and again should it ever end. */
function start(): Thread {
  const worker = new Worker(new URL('pdf-worker.ts', import.meta.url))
  const waiting = new Map<number, Waiting>()
  worker.on('message', (answer: Answered) => {
    const { resolve, reject } = waiting.get(answer.id)!
    waiting.delete(answer.id)
    // nobody waits, so it keeps no process from ending
    if (waiting.size === 0) worker.unref()
    if ('fault' in answer) reject(new Error(answer.fault))
    else resolve(Buffer.from(answer.pdf.buffer))
  })
  const end = (error: Error) => {
    if (thread?.worker === worker) thread = null
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  worker.on('error', end)
  worker.on('exit', () => end(new Error('the thread of documents ended')))
  return { worker, waiting }
}
