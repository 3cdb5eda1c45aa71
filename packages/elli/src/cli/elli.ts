#!/usr/bin/env node
/** Entry point of the command `elli`. */
import { main } from './main.ts'

process.exitCode = await main(process.argv.slice(2))
// A supervised child would be kept alive by the channel to its parent.
if (process.connected) process.disconnect()
