import { settingsFor } from '../../lib/lab/run/presets.ts'
import { LabClient } from '../support/lab.ts'
import { become } from '../support/lab-page.ts'
import { expect, test } from '../support/lab-test.ts'

test('60 · at least four of the questions are about events that stand in the reader’s own run', async ({
  page,
  context,
  labServer,
  labDatabase,
}) => {
  const client = new LabClient(labServer.origin)
  const { run } = await client.start(settingsFor('race', 'test'))
  await client.settled(run.id)
  await become(context, client)
  await page.goto(`${labServer.origin}/check`)
  await expect(page.getByTestId('check')).toHaveAttribute('data-source', 'own')
  const quoted = page.locator('[data-testid=question] [data-run-id]')
  expect(await quoted.count()).toBeGreaterThanOrEqual(4)
  const rows = labDatabase.events(run.id)
  for (const one of await quoted.all()) {
    expect(await one.getAttribute('data-run-id')).toBe(run.id)
    const seq = Number(await one.getAttribute('data-seq'))
    expect(rows.map((event) => event.seq)).toContain(seq)
  }
  await test.step('an answer is explained at once, with the event it was about', async () => {
    const first = page.getByTestId('question').first()
    const seq = await first.locator('[data-seq]').getAttribute('data-seq')
    await first.getByRole('radio').first().check()
    await first.getByRole('button', { name: 'Answer' }).click()
    await expect(first.getByTestId('explanation')).toBeFocused()
    await expect(first.getByTestId('explanation')).toContainText(`#${seq}: `)
  })
})

test('60 · a reader without a run is asked about recorded ones, and told so', async ({ page, labServer }) => {
  await page.goto(`${labServer.origin}/check`)
  await expect(page.getByTestId('check')).toHaveAttribute('data-source', 'recorded')
  await expect(page.getByTestId('question')).toHaveCount(8)
  await expect(page.getByText('In the recorded run of')).toHaveCount(4)
})
