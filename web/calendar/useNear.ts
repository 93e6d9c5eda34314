import { useLayoutEffect, useState, useRef, type RefObject } from 'react'

/** In px from the top of the days. */
export type Near = { from_px: number; to_px: number }
/** Beyond each edge of the screen so much is drawn at least, and scrolling draws anew once in so much. */
const step_px = 512

/**
 * What is near the eye of days that are longer than the screen: only that is drawn, or a week of four thousand entries would be as many
 * buttons. It opens at `first_px`; what is made larger or smaller keeps its middle.
 */
export function useNear(scroller: RefObject<HTMLDivElement | null>, first_px: number, px_per_hour: number): Near {
  const [near, setNear] = useState<Near>({ from_px: 0, to_px: 0 })
  const before = useRef<number | null>(null)
  useLayoutEffect(() => {
    const box = scroller.current!
    const half_px = box.clientHeight / 2
    box.scrollTop =
      before.current === null ? first_px : ((box.scrollTop + half_px) / before.current) * px_per_hour - half_px
    before.current = px_per_hour
    const look = () => {
      const from_px = (Math.floor(box.scrollTop / step_px) - 1) * step_px
      const to_px = (Math.ceil((box.scrollTop + box.clientHeight) / step_px) + 1) * step_px
      setNear((last) => (last.from_px === from_px && last.to_px === to_px ? last : { from_px, to_px }))
    }
    look()
    const watching = new ResizeObserver(look)
    watching.observe(box)
    box.addEventListener('scroll', look, { passive: true })
    return () => {
      watching.disconnect()
      box.removeEventListener('scroll', look)
    }
    // where it opens is no matter once it is open
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [px_per_hour, scroller])
  return near
}
