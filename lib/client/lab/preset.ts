import { useEffect, useState } from 'react'
import type { PresetName } from '../../http/lab-schemas.ts'
import { presets } from '../../lab/run/presets.ts'

/**
 * The lifetimes that the address asks for, `?preset=slow`: for whoever needs more time, and for tests. Known once the page is
 * in the browser; until then, and where the address says nothing, `initial`.
 */
export function usePreset(initial: PresetName): PresetName {
  const [name, setName] = useState(initial)
  useEffect(() => {
    const asked = new URLSearchParams(window.location.search).get('preset') ?? ''
    if (Object.hasOwn(presets, asked)) setName(asked as PresetName)
  }, [])
  return name
}
