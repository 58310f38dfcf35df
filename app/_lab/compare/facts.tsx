import type { ReactNode } from 'react'
import { strategyNames } from '@/app/_ui/strategy-names.ts'
import { comparedStrategies } from '@/lib/lab/run/cost.ts'

interface Fact {
  question: string
  /** In the order of the strategies. */
  answers: [ReactNode, ReactNode, ReactNode, ReactNode]
}

const facts: Fact[] = [
  {
    question: 'Does a request ask a store?',
    answers: ['No', 'Yes, the denylist, each time', 'No', 'Yes, the denylist, each time'],
  },
  {
    question: 'Can an attacker renew after the logout?',
    answers: [
      'No: there is no renewal, so the token is long',
      'No: there is no renewal',
      'No: the session is ended',
      'No: the session is ended',
    ],
  },
  {
    question: 'What about your other tabs?',
    answers: [
      'Out: they share the cookie',
      'Out: they share the cookie',
      'Out: they share the cookies',
      'Out: they share the cookies',
    ],
  },
  {
    question: 'Can it log out your other devices?',
    answers: [
      'No: the server cannot reach their cookies',
      'Yes, at their next request',
      'Yes, when their access token ends',
      'Yes, at their next request',
    ],
  },
  {
    question: 'What if the denylist does not answer?',
    answers: [
      'Nothing: it is never asked',
      'The database is asked instead; if that fails too, 503',
      'Nothing: it is never asked',
      'The database is asked instead; if that fails too, 503',
    ],
  },
]

/** What no stopwatch shows. These are properties of the code, not results. */
export function Facts() {
  return (
    <section aria-labelledby="facts" className="@container">
      <h2 id="facts" className="text-xl">
        What each can and cannot do
      </h2>
      <table className="sheet mt-4 leading-snug @max-3xl:block">
        <caption className="sr-only">Properties of the four strategies, read in the code</caption>
        <thead className="@max-3xl:sr-only">
          <tr>
            <th scope="col" className="w-[24%]">
              Question
            </th>
            {comparedStrategies.map((strategy) => (
              <th key={strategy} scope="col" className="w-[19%]">
                {strategyNames[strategy].name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="@max-3xl:block">
          {facts.map(({ question, answers }) => (
            <tr key={question} className="@max-3xl:block @max-3xl:border-b @max-3xl:border-line @max-3xl:py-3">
              <th scope="row" className="font-semibold @max-3xl:block @max-3xl:border-0 @max-3xl:p-0 @max-3xl:pb-1">
                {question}
              </th>
              {comparedStrategies.map((strategy, index) => (
                <td
                  key={strategy}
                  className="@max-3xl:flex @max-3xl:gap-3 @max-3xl:border-0 @max-3xl:p-0 @max-3xl:py-0.5"
                >
                  <span className="w-32 shrink-0 text-sm text-muted @3xl:hidden" aria-hidden="true">
                    {strategyNames[strategy].name}
                  </span>
                  <span>{answers[index]}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
