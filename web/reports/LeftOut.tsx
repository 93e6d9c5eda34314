import { EyeOff } from 'lucide-react'

/** What whoever looks does not see in the figures below, before anybody takes them for all there is. */
export const LeftOut = ({ sentences }: { sentences: string[] }) =>
  sentences.length > 0 && (
    <ul className="flex flex-col gap-1 rounded-card bg-info-soft px-3 py-2 text-info">
      {sentences.map((sentence) => (
        <li key={sentence} className="flex items-start gap-2">
          <EyeOff size={16} aria-hidden className="mt-0.5 shrink-0" /> {sentence}
        </li>
      ))}
    </ul>
  )
