import { runWithServer, Told } from './run.ts'

runWithServer(async ({ auth, env }, email) => {
  if (!email) throw new Told('Whose password? npm run account:reset mina@example.org')
  const issued = await auth.issueResetCode(email)
  if (!issued) throw new Told(`There is no account with the e-mail ${email} in this database.`)
  return `${issued.code}

Works once, until ${new Date(issued.expiresAt * 1000).toISOString()}, at ${env.appOrigin}/reset
Hand it to the owner of ${email} in a way that nobody else reads. Using it ends all logins of the account.`
})
