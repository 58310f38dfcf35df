import { critical, high, low, medium, type Section } from '../item.ts'

export const audit: Section = {
  title: 'Log and audit',
  items: [
    critical('AU-01', 'No password, token, cookie or key stands in any log'),
    high('AU-02', 'Every security event is recorded with time, account, session and request'),
    medium('AU-03', 'The name of an unknown account is not recorded: it may be a password'),
    medium('AU-04', 'No field of a request can forge a line'),
    medium('AU-05', 'The address of a client comes from a trusted hop alone'),
    medium('AU-06', 'An event that cannot be written decides nothing silently'),
    low('AU-07', 'The owner is told of a password change and of a reuse'),
  ],
}
