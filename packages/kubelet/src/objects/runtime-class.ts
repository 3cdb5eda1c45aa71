/** The runtime handler that a RuntimeClass stands for. */
import { runtimeclasses } from '@elli/api/node/v1.resources'
import type { Client } from '@elli/client/client'
import { isNotFound } from '@elli/machinery/errors'

/** @throws Error when there is no such class */
export async function runtimeHandlerOf(client: Client | undefined, name: string | undefined): Promise<string> {
  if (name === undefined || name === '') return ''
  try {
    const runtimeClass = await client?.for(runtimeclasses).get(name)
    return runtimeClass?.handler ?? ''
  } catch (error) {
    if (isNotFound(error))
      throw new Error(`failed to get sandbox runtime: no runtime for ${JSON.stringify(name)} is configured`, {
        cause: error,
      })
    throw error
  }
}
