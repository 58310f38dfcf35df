import { handle } from '@/lib/server/handle.ts'

export const GET = handle('labResult', async ({ lab, params }) => {
  const result = await lab.findResult(params.id ?? '')
  return result ? { body: result } : { problem: 'result_not_found' }
})
