import { critical, high, low, medium, type Section } from '../item.ts'

export const keys: Section = {
  title: 'Keys',
  items: [
    critical('KY-01', 'A short, empty, known or guessable secret stops the start'),
    critical('KY-02', 'No secret is in the repository or in anything that a browser is sent'),
    high('KY-03', 'Two keys verify and one signs; a key that was taken away verifies nothing'),
    high('KY-04', 'A key has one purpose'),
    medium('KY-05', 'A published key set has public parts only, and no id twice'),
    medium('KY-06', 'Dropping a key ends every token under it'),
    medium(
      'KY-07',
      'Instances share their keys, the one of server actions too',
      'Two instances of one build are in many tests; DEPLOYMENT.md says how builds of two machines share the key of their actions, which is not tried.',
    ),
    low('KY-08', 'The name of the asymmetric algorithm is pinned'),
  ],
}
