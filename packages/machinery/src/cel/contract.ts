/**
 * What the rest of the house sees of CEL: types of variables, an environment that compiles expressions, programs that run.
 * One engine serves CRD rules, admission policies, match conditions, authorization and authentication rules, and device selectors.
 * Values outside are JSON shapes (times and durations as text); a declared type says how to read them.
 * Elsewhere: ./environment.ts makes environments (`celEnvironment`), ./schema-types.ts makes types of API schemas.
 */

/** A type; `size` is an upper bound on characters, bytes, items or entries, for cost estimates. */
export type CelType =
  | { readonly kind: 'null' | 'bool' | 'int' | 'uint' | 'double' }
  | { readonly kind: 'dyn' | 'string' | 'bytes' | 'timestamp' | 'duration'; readonly size?: number }
  /** The type of types; `of` where it is known which one. */
  | { readonly kind: 'type'; readonly of?: CelType }
  | CelListType
  | CelMapType
  | CelObjectType
  /** Named types with functions of their own, such as `kubernetes.Quantity`, `net.IP`. */
  | { readonly kind: 'opaque'; readonly name: string; readonly parameters?: readonly CelType[] }
  | { readonly kind: 'optional'; readonly of: CelType }
  /** A type parameter in a function's declaration. */
  | { readonly kind: 'parameter'; readonly name: string }

export interface CelMapType {
  readonly kind: 'map'
  readonly key: CelType
  readonly value: CelType
  readonly size?: number
  /** What a key that is not there leads to, in JSON; default: an error. */
  readonly missing?: unknown
}

/** `listType` of the schema: sets and maps are equal in any order, and concatenation merges them. */
export interface CelListType {
  readonly kind: 'list'
  readonly element: CelType
  readonly size?: number
  readonly listType?: 'atomic' | 'set' | 'map'
  /** JSON names of the fields that identify an item of a `map` list. */
  readonly listMapKeys?: readonly string[]
}

/** An object with known fields; an unknown field is a compile error. */
export interface CelObjectType {
  readonly kind: 'object'
  /** As error messages name it, such as `v1.Pod` or `__type_self`. */
  readonly name: string
  /** A thunk where types are recursive; names are as in JSON, unescaped. */
  readonly fields: () => ReadonlyMap<string, CelField>
  /** Expressions write the names escaped (`__dot__`, `__namespace__`), as in types made of schemas. */
  readonly escaped?: boolean
  readonly size?: number
}

export interface CelField {
  readonly type: CelType
  /** JSON reads int-or-string, quantities and so on as they are; this says how they look to CEL when it is not `type` alone. */
  readonly format?: 'int-or-string' | 'date' | 'date-time' | 'duration' | 'byte'
}

/** A library of functions, macros and constants, by the release of Kubernetes that brought it. */
export type CelLibraryName =
  | 'standard'
  | 'optional'
  | 'strings'
  | 'sets'
  | 'lists'
  | 'regex'
  | 'urls'
  | 'quantity'
  | 'ip'
  | 'cidr'
  | 'format'
  | 'authorizer'
  /** Field and label selectors of authorization requests: behind the gate AuthorizeWithSelectors, so not a default. */
  | 'authorizerSelectors'
  /** `cel.bind`: of device selectors only in 1.31. */
  | 'bindings'
  /** Semantic versions, of device selectors only. */
  | 'semver'
  | 'twoVariableComprehensions'

export interface CelEnvironmentOptions {
  readonly variables: Readonly<Record<string, CelType>>
  /**
   * Default: what a 1.31 server takes in new expressions. `stored` also takes what is new in 1.31 itself: words of the
   * language as field names, without escapes.
   */
  readonly expressions?: 'new' | 'stored'
  readonly libraries?: readonly CelLibraryName[]
  /**
   * Default true: Kubernetes' own functions cost at run time what they do. False: each call costs 1, as in policies and
   * match conditions of 1.31 (gates StrictCostEnforcementForVAP and StrictCostEnforcementForWebhooks).
   */
  readonly strictCost?: boolean
}

export interface CelEnvironment {
  /** The same environment with more variables, such as `variables.x` of a policy, whose types become known one by one. */
  extend(variables: Readonly<Record<string, CelType>>): CelEnvironment
  compile(source: string, options?: CelCompileOptions): CelCompilation
}

export interface CelCompileOptions {
  /** Allowed result types; default any. The problem then reads as upstream's: `must evaluate to bool`. */
  readonly resultTypes?: readonly CelType[]
}

export type CelCompilation =
  | { readonly program: CelProgram }
  /** Text as cel-go writes it, such as `ERROR: <input>:1:6: undeclared reference to 'x' (in container '')\n | self.x\n | ...`. */
  | {
      readonly problem: string
      readonly internal?: boolean
      /** Not of the text itself: its result has the wrong type, or no program can be made of it; `problem` says so by itself. */
      readonly stage?: 'result' | 'program'
    }

export interface CelProgram {
  readonly source: string
  readonly resultType: CelType
  /** Names of variables (also `a.b` paths as far as they are plain field selections) that the expression reads. */
  readonly references: ReadonlySet<string>
  /** Worst case by declared sizes. */
  estimateCost(): { readonly min: number; readonly max: number }
  /** Bindings are JSON values of the declared types, or a function that is called at most once, when first needed. */
  evaluate(bindings: CelBindings, options?: CelEvaluateOptions): CelOutcome
  /** As evaluate, but waits for an authorizer that answers later. */
  evaluateAwaiting(bindings: CelBindings, options?: CelEvaluateOptions): Promise<CelOutcome>
}

/** By name; a function is called at most once, when the value is first needed. An optional that is none: `Optional.none`. */
export type CelBindings = Readonly<Record<string, unknown>>

export interface CelEvaluateOptions {
  /** Evaluation ends with an error when it costs more. */
  readonly costLimit?: number
  /** Ends waiting for an authorizer. */
  readonly signal?: AbortSignal
}

export type CelOutcome =
  /** `value`: a JSON shape; timestamps and durations as text, bytes base64, optional.none() undefined. */
  | { readonly value: unknown; readonly type: CelType; readonly cost: number }
  | { readonly error: string; readonly cost: number; readonly overBudget: boolean }

/**
 * What the `authorizer` variable, of type `kubernetes.authorization.Authorizer`, is bound to. A variable of type
 * `kubernetes.authorization.ResourceCheck` is bound to `{ authorizer, resource: { group, resource, subresource, namespace,
 * name } }`.
 */
export interface CelAuthorizer {
  authorize(request: CelAuthorizationRequest): CelDecision | Promise<CelDecision>
}

export interface CelAuthorizationRequest {
  /** Of whom: undefined is the user of the request. */
  readonly serviceAccount?: { readonly namespace: string; readonly name: string }
  readonly path?: string
  readonly verb: string
  readonly group?: string
  readonly resource?: string
  readonly subresource?: string
  readonly namespace?: string
  readonly name?: string
  readonly fieldSelector?: string
  readonly labelSelector?: string
}

export interface CelDecision {
  readonly decision: 'allow' | 'deny' | 'noOpinion'
  readonly reason: string
  readonly error?: string
}
