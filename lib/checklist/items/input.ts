import { high, low, medium, type Section } from '../item.ts'

export const input: Section = {
  title: 'Hostile input',
  items: [
    high('BI-01', 'No body whatsoever is answered 500'),
    high('BI-02', 'A body is read to 16 kB and no further, with or without a declared length'),
    high('BI-03', 'Keys of a prototype change nothing, and unknown keys are refused'),
    high('BI-04', 'A field of the wrong type, or sent twice, is refused'),
    high('BI-05', 'Text is never SQL'),
    medium('BI-06', 'NUL, lone surrogates, line ends and long text are refused or kept as they are'),
    medium('BI-07', 'No Cookie header is answered 500'),
    medium('BI-08', 'A parameter that came twice is not picked from'),
    medium('BI-09', 'An error says no stack, query, path or token'),
    low('BI-10', 'A request that no client library sends is refused, and the server goes on'),
  ],
}
