/** What is dragged carries an id, and what it is dropped on hears it. Whatever dragging does, keys and menus do too. */
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect, useRef, useState, type RefObject } from 'react'

/** Whether it is being dragged now. */
export function useDraggable(element: RefObject<HTMLElement | null>, id: string, movable: boolean): boolean {
  const [dragged, setDragged] = useState(false)
  useEffect(() => {
    if (!movable) return
    return draggable({
      element: element.current!,
      getInitialData: () => ({ id }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    })
  }, [element, id, movable])
  return dragged
}

/** Whether something is being dragged over it now. */
export function useDrop(element: RefObject<HTMLElement | null>, onDrop: (id: string) => void): boolean {
  const [over, setOver] = useState(false)
  const drop = useRef(onDrop)
  drop.current = onDrop
  useEffect(
    () =>
      dropTargetForElements({
        element: element.current!,
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: ({ source }) => {
          setOver(false)
          drop.current(String(source.data['id']))
        },
      }),
    [element],
  )
  return over
}
