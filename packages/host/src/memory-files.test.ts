import { filesContract } from './files.suite.ts'
import { memoryFiles } from './memory-files.ts'
import { VirtualClock } from './virtual-clock.ts'

filesContract('in memory', async () => {
  const clock = new VirtualClock()
  const files = memoryFiles(clock)
  await files.mkdir('/test')
  return { files, root: '/test', until: async (condition) => void (await clock.runUntil(condition, 1)) }
})
