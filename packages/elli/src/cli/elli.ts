#!/usr/bin/env node
/** Entry point of the command `elli`. */
import { main } from './main.ts'

process.exitCode = await main(process.argv.slice(2))
// What failed half way may have left timers, locks or listeners behind; none of them may keep a failed command alive.
if (process.exitCode !== 0) process.exit()
// A supervised child would be kept alive by the channel to its parent.
if (process.connected) process.disconnect()
