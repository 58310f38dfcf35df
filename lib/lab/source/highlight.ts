import { createCssVariablesTheme, createHighlighterCoreSync } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import typescript from 'shiki/langs/typescript.mjs'

const THEME = 'classes'
const PREFIX = '--code-token-'

/** HTML of each line of TypeScript: `<span class="code-keyword">`, coloured for both themes by the style sheet of the pane. */
export function createHighlight(): (source: string) => string[] {
  const theme = createCssVariablesTheme({ name: THEME, variablePrefix: '--code-', fontStyle: false })
  const shiki = createHighlighterCoreSync({
    themes: [theme],
    langs: [typescript],
    engine: createJavaScriptRegexEngine(),
  })
  return (source) =>
    shiki
      .codeToTokens(source, { lang: 'typescript', theme: THEME })
      .tokens.map((line) => line.map(({ content, color = '' }) => htmlOf(content, nameOf(color))).join(''))
}

/** Null: as the text around it. */
const nameOf = (color: string): string | null =>
  color.startsWith(`var(${PREFIX}`) ? color.slice(`var(${PREFIX}`.length, -1) : null

function htmlOf(text: string, name: string | null): string {
  const html = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  return name ? `<span class="code-${name}">${html}</span>` : html
}
