/** The parts a bar is made of, in the colours of ui.md §1: in their order, never more than six, the rest hatched. */
import { clsx } from 'clsx'

/** `rest`: what has no colour of its own. */
export type Part = { key: string; name: string; rest?: boolean }
/** `steps`: the parts follow each other, as ages do; they grow darker instead of differing. */
export type Palette = 'series' | 'steps'

const colours = {
  series: ['bg-series-1', 'bg-series-2', 'bg-series-3', 'bg-series-4', 'bg-series-5', 'bg-series-6'],
  steps: ['bg-step-2', 'bg-step-3', 'bg-step-4', 'bg-step-5'],
}
export const colourOf = ({ rest }: Part, place: number, palette: Palette = 'series') =>
  rest ? 'bg-hatched' : colours[palette][place]

type Props = { parts: Part[]; palette?: Palette; before?: string | undefined; upright?: boolean }

/** `before`: what the line across a bar means; across an upright one it lies. */
export const Legend = ({ parts, palette, before, upright = false }: Props) =>
  (parts.length > 1 || before) && (
    <ul aria-label="Colours" className="flex flex-wrap gap-x-4 gap-y-1 text-meta text-text-2">
      {parts.length > 1 &&
        parts.map((part, place) => (
          <li key={part.key} className="flex items-center gap-1.5 wrap-anywhere">
            <span aria-hidden className={clsx('size-3 shrink-0 rounded-input', colourOf(part, place, palette))} />
            {part.name}
          </li>
        ))}
      {before && (
        <li className="flex items-center gap-1.5">
          <span aria-hidden className={clsx('shrink-0 bg-text', upright ? 'h-0.5 w-3' : 'h-3 w-0.5')} />
          {before}
        </li>
      )}
    </ul>
  )
