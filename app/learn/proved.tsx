'use client'

import { useEffect, useState } from 'react'
import { lab } from '@/lib/client/lab/api.ts'
import { proofs } from './chapters.ts'

/** Milliseconds: the server judges a run when it is over, which this page may hear of a moment before. */
const ASK_AGAIN = 1000
const ASKS = 4

/** What this chapter lets a reader prove, once the server says that it was. */
export function Proved({ slug }: { slug: string }) {
  const proof = proofs.find(({ chapter }) => chapter === slug)
  const [isProved, setProved] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    let left = false
    async function ask(asked: number) {
      const answer = await lab.runs()
      if (left) return
      if (answer.ok && answer.value.proved.some(({ name }) => name === proof?.name)) setProved(true)
      else if (asked < ASKS) timer = setTimeout(() => void ask(asked + 1), ASK_AGAIN)
    }
    void ask(1)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [proof?.name])
  if (!proof || !isProved) return null
  return (
    <p data-testid="proved" data-proof={proof.name}>
      <span aria-hidden="true">✓ </span>
      <strong>Proved:</strong> {proof.text.toLowerCase()}. <a href="/learn">What else you can prove</a>
    </p>
  )
}
