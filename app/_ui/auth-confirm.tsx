'use client'

import type { ReactNode, RefObject } from 'react'
import { useId } from 'react'
import { buttonClass } from './button.tsx'

interface Props {
  dialog: RefObject<HTMLDialogElement | null>
  title: string
  confirmLabel: string
  onConfirm: () => void
  /** What will be true afterwards. */
  children: ReactNode
}

/** The browser's own modal dialog: it keeps the focus, closes on Escape, and gives the focus back to what opened it. */
export function ConfirmDialog({ dialog, title, confirmLabel, onConfirm, children }: Props) {
  const titleId = useId()
  const close = () => dialog.current?.close()
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      className="m-auto w-[min(32rem,calc(100vw-2rem))] rounded-md border border-control bg-bg p-6 text-start text-text backdrop:bg-black/50"
    >
      <div className="grid gap-4">
        <h2 id={titleId} className="text-xl">
          {title}
        </h2>
        {children}
        <div className="flex flex-wrap justify-end gap-3">
          <button type="button" className={buttonClass('plain')} onClick={close}>
            Cancel
          </button>
          <button
            type="button"
            className={buttonClass('primary')}
            onClick={() => {
              close()
              onConfirm()
            }}
          >
            {confirmLabel}
          </button>
        </div>
      </div>
    </dialog>
  )
}
