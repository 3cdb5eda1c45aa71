/**
 * The engine that runs rules of CRDs: CEL.
 * @see ./cel-engine.ts for what is asked of it
 */
import type { RuleEngine } from './cel-engine.ts'

export const ruleEngine: RuleEngine = { environment: () => undefined }
