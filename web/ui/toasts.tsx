/** What just happened, bottom left, with its undo. At most three, eight seconds each, longer while looked at. */
import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Button } from './controls.tsx'

/** Says how far it is, where it takes its time. */
type Tell = (text: string) => void
/** May give the deed that does it again. */
type Undo = (tell: Tell) => Promise<unknown>
type Redo = () => Promise<unknown>
type Toast = { id: number; text: string; tone: 'plain' | 'danger'; undo: Undo | null }

let toasts: Toast[] = []
let next = 1
const undos: Undo[] = []
const redos: Redo[] = []
const listeners = new Set<() => void>()
const change = (list: Toast[]) => {
  toasts = list
  for (const listener of listeners) listener()
}

export function say(text: string, undo: Undo | null = null): void {
  if (undo && undos.push(undo) > 20) undos.shift()
  // what was undone before something new was done cannot be done again
  if (undo) redos.length = 0
  change([...toasts.slice(-2), { id: next++, text, tone: 'plain', undo }])
}
export const sayFailed = (error: Error) =>
  change([...toasts.slice(-2), { id: next++, text: error.message, tone: 'danger', undo: null }])
/** For what may take long: after a moment it says how far it is, until it is over. */
export async function sayHowFar<T>(first: string, work: (tell: Tell) => Promise<T>): Promise<T> {
  const id = next++
  let text = first
  const show = () =>
    change([...toasts.filter((toast) => toast.id !== id).slice(-2), { id, text, tone: 'plain', undo: null }])
  const timer = setInterval(show, 1_500)
  try {
    return await work((now) => (text = now))
  } finally {
    clearInterval(timer)
    dismiss(id)
  }
}
const dismiss = (id: number) => change(toasts.filter((toast) => toast.id !== id))

let underWay: Promise<unknown> = Promise.resolve()
/** For what is shown before the server answered: an undo waits until there is something to take back. */
export function track<T>(deed: Promise<T>): Promise<T> {
  const before = underWay
  underWay = deed.then(
    () => before,
    () => before,
  )
  return deed
}

let turn: Promise<unknown> = Promise.resolve()
/** One after the other, as the keys were pressed: what is taken back can be done again only when it has been taken back. */
const inTurn = (deed: () => Promise<void>) => (turn = turn.then(() => underWay).then(deed))

/** Takes back the last thing that can be; the button of a toast and Ctrl-Z are the same deed. */
export const undoLast = (which?: Undo) => inTurn(() => takeBack(which))
/** Does again what was undone last, as long as nothing else was done since. */
export const redoLast = () => inTurn(doAgain)

async function takeBack(which?: Undo): Promise<void> {
  const undo = which ?? undos.at(-1)
  if (!undo) return
  const place = undos.indexOf(undo)
  if (place >= 0) undos.splice(place, 1)
  change(toasts.filter((toast) => toast.undo !== undo))
  const progress = next++
  const tell = (text: string) =>
    change([...toasts.filter(({ id }) => id !== progress).slice(-2), { id: progress, text, tone: 'plain', undo: null }])
  const slow = setTimeout(() => tell('Taking it back…'), 1_000)
  const again = await undo(tell).then((redo) => (say('Undone.'), redo), sayFailed)
  clearTimeout(slow)
  dismiss(progress)
  if (typeof again === 'function') redos.push(again as Redo)
}

async function doAgain(): Promise<void> {
  const redo = redos.pop()
  const earlier = [...redos]
  await redo?.().then(() => redos.push(...earlier), sayFailed)
}

/** On signing out: the next person must not undo what this one did. */
export function forgetToasts(): void {
  undos.length = 0
  redos.length = 0
  change([])
}

function Item({ toast }: { toast: Toast }) {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => dismiss(toast.id), 8_000)
    return () => clearTimeout(timer)
  }, [toast.id, held])
  return (
    <div
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="flex items-center gap-3 rounded-card border border-border bg-surface px-3 py-2 shadow-lg"
    >
      <span className={clsx('max-md:flex-1', toast.tone === 'danger' && 'text-danger')}>{toast.text}</span>
      {toast.undo && <Button onClick={() => void undoLast(toast.undo!)}>Undo</Button>}
      <Button look="quiet" aria-label="Dismiss" onClick={() => dismiss(toast.id)}>
        <X size={14} aria-hidden />
      </Button>
    </div>
  )
}

/**
 * On a phone they stand over the page: `--toasts` says how much of it they cover, so that it can be scrolled from beneath, and what was pressed
 * last, which may be pressed again, is.
 */
function useRoom(list: Toast[]) {
  const stack = useRef<HTMLDivElement>(null)
  const pressed = useRef<Element | null>(null)
  useEffect(() => {
    const note = ({ target }: Event) => void (pressed.current = target as Element)
    document.addEventListener('click', note, true)
    return () => document.removeEventListener('click', note, true)
  }, [])
  useLayoutEffect(() => {
    const { top, height } = stack.current!.getBoundingClientRect()
    document.documentElement.style.setProperty('--toasts', list.length > 0 ? `${height + gap_px}px` : '0px')
    const thing = pressed.current?.getBoundingClientRect()
    const isBeside = !thing || stack.current!.contains(pressed.current) || thing.top > window.innerHeight
    if (list.length > 0 && !isBeside && onPhone.matches && thing.bottom > top - gap_px)
      window.scrollBy({ top: thing.bottom - top + gap_px })
  }, [list])
  return stack
}
const gap_px = 8
const onPhone = window.matchMedia('(width < 48rem)')

export function Toasts() {
  const list = useSyncExternalStore(
    (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    () => toasts,
  )
  const stack = useRoom(list)
  return (
    <div
      ref={stack}
      role="status"
      aria-live="polite"
      className="fixed bottom-16 left-4 z-50 flex flex-col gap-2 max-md:right-4 max-md:*:not-last:hidden md:bottom-4 md:left-62 print:hidden"
    >
      {list.map((toast) => (
        <Item key={toast.id} toast={toast} />
      ))}
    </div>
  )
}
