import type { Client } from './client.ts'

/** What a form without JavaScript sends for a server action: its hidden fields, as the page has them. */
export async function actionForm(client: Client, sessionId: string): Promise<FormData> {
  const { text } = await client.get('/account')
  const form = [...text.matchAll(/<form[^>]*>.*?<\/form>/gs)]
    .map(([html]) => html)
    .find((html) => html.includes(`value="${sessionId}"`))
  const fields = new FormData()
  for (const [input] of (form ?? '').matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1]
    if (name) fields.set(name, (/value="([^"]*)"/.exec(input)?.[1] ?? '').replaceAll('&quot;', '"'))
  }
  return fields
}
