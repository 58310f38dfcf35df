import type { ReactNode } from 'react'

export type TokenState = 'active' | 'expiring' | 'expired' | 'rotated' | 'revoked' | 'denied' | 'leak'

interface Look {
  word: string
  /** Spelled out: Tailwind finds classes by reading the source. */
  text: string
  icon: ReactNode
}

const hourglass = 'M4 1.5h8M4 14.5h8M5 1.5c0 4 3 4.5 3 6.5s-3 2.5-3 6.5M11 1.5c0 4-3 4.5-3 6.5s3 2.5 3 6.5'

const looks: Record<TokenState, Look> = {
  active: {
    word: 'Active',
    text: 'text-state-active-text',
    icon: <circle cx="8" cy="8" r="5.5" fill="currentColor" />,
  },
  expiring: {
    word: 'Expiring',
    text: 'text-state-expiring-text',
    icon: (
      <>
        <path d={hourglass} />
        <path d="M6 11.5h4l.8 3H5.2Z" fill="currentColor" />
      </>
    ),
  },
  expired: { word: 'Expired', text: 'text-state-expired-text', icon: <path d={hourglass} /> },
  rotated: {
    word: 'Rotated',
    text: 'text-state-rotated-text',
    icon: <path d="M3 13.5V9a4 4 0 0 1 4-4h6M9.5 1.5 13 5 9.5 8.5" />,
  },
  revoked: {
    word: 'Revoked',
    text: 'text-state-revoked-text',
    icon: (
      <>
        <circle cx="8" cy="8" r="6" />
        <path d="m3.8 12.2 8.4-8.4" />
      </>
    ),
  },
  denied: {
    word: 'Denied',
    text: 'text-state-denied-text',
    icon: <path d="M8 1.5 13.5 3.5v4c0 3.4-2.2 5.8-5.5 7-3.3-1.2-5.5-3.6-5.5-7v-4ZM5.7 6l4.6 4.6M10.3 6l-4.6 4.6" />,
  },
  leak: {
    word: 'Attacker got in',
    text: 'text-state-leak-text',
    icon: <path d="M1.5 14.5h13M3.5 14.5v-13h9v13M3.5 1.5l5 2.5v10.5M6.6 9v.5" />,
  },
}

/** Icon and word together: neither colour nor shape has to be known. */
export function StateIcon({ state, className = '' }: { state: TokenState; className?: string }) {
  const { word, text, icon } = looks[state]
  return (
    <span className={`inline-flex items-baseline gap-1.5 font-semibold whitespace-nowrap ${text} ${className}`}>
      <svg
        viewBox="0 0 16 16"
        className="size-[1em] shrink-0 self-center fill-none stroke-current"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {icon}
      </svg>
      {word}
    </span>
  )
}
