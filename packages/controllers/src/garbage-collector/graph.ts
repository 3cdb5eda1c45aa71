/**
 * The dependency graph: every object that can be deleted, its owners and its dependents, kept up by events.
 * In: what informers see (`observe`, `forget`) and owners that the server says do not exist (`disprove`). Out: nodes to look at, by the sink.
 * Always: an owner that was never seen has a virtual node, named as its dependents name it, until it is seen or disproved; two dependents
 * may name one uid differently, so a virtual node's name is a guess and is replaced by the next guess when it is disproved.
 * Elsewhere: what to do about a node (./decide.ts), asking the server (./act.ts). No clock, no client here.
 */
import type { OwnerReference } from '@elli/api/meta/v1'
import type { ApiObject } from '@elli/api/object'
import { LruMap } from '@elli/client/lru-map'
import { compareIdentities, type Identity, identityKey, identityOf, refersTo, sameIdentity } from './identity.ts'
import { referenceChanges } from './references.ts'

export const orphanFinalizer = 'orphan'
export const foregroundFinalizer = 'foregroundDeletion'

const absentOwnersKept = 500

export interface GraphNode {
  identity: Identity
  owners: readonly OwnerReference[]
  readonly dependents: Set<GraphNode>
  /** Named by dependents only; no informer has seen it. */
  virtual: boolean
  beingDeleted: boolean
  /** In foreground deletion: it stays until its blocking dependents are gone. */
  deletingDependents: boolean
}

/** Where the graph says what needs looking at. */
export interface GraphSink {
  attemptToDelete(node: GraphNode): void
  /** The same, but not at once: an unseen owner is asked about again and again. */
  attemptToDeleteLater(node: GraphNode): void
  attemptToOrphan(node: GraphNode): void
  /** A dependent names an owner that lives in another namespace. */
  invalidNamespace(dependent: GraphNode, owner: Identity): void
}

export class DependencyGraph {
  readonly #nodes = new Map<string, GraphNode>()
  readonly #sink: GraphSink
  readonly #absent = new LruMap<string, true>(absentOwnersKept)

  constructor(sink: GraphSink) {
    this.#sink = sink
  }

  get(uid: string): GraphNode | undefined {
    return this.#nodes.get(uid)
  }

  /** Whether the server is known not to have an owner of this name. */
  isAbsent(owner: Identity): boolean {
    return this.#absent.get(identityKey(owner)) === true
  }

  markAbsent(owner: Identity): void {
    this.#absent.set(identityKey(owner), true)
  }

  /** An informer saw `object`; `before` is what it saw last. */
  observe(object: ApiObject, apiVersion: string, kind: string, before?: ApiObject): void {
    const { uid = '', ownerReferences: owners = [] } = object.metadata
    const identity = observedIdentity(object, apiVersion, kind)
    let node = this.#nodes.get(uid)
    if (node === undefined) {
      node = {
        identity,
        owners,
        dependents: new Set(),
        virtual: false,
        beingDeleted: isBeingDeleted(object),
        deletingDependents: isBeingDeleted(object) && hasFinalizer(object, foregroundFinalizer),
      }
      this.#nodes.set(uid, node)
      this.#addToOwners(node, owners)
    } else {
      if (node.virtual) node = this.#becomeReal(node, identity)
      this.#changeOwners(node, owners)
      if (isBeingDeleted(object)) node.beingDeleted = true
    }
    this.#startDeletion(node, object, before)
  }

  /** An informer saw the end of `object`. */
  forget(object: ApiObject, apiVersion: string, kind: string): void {
    const node = this.#nodes.get(object.metadata.uid ?? '')
    if (node === undefined) return
    if (node.virtual) node.virtual = false
    this.#remove(node, observedIdentity(object, apiVersion, kind))
  }

  /** The server says that nothing has this identity. */
  disprove(absent: Identity): void {
    const node = this.#nodes.get(absent.uid)
    if (node === undefined) return
    const { matching, nonmatching } = partitionDependents([...node.dependents], absent)
    if (node.virtual && nonmatching.length > 0) {
      this.#giveUp(matching, absent)
      if (!sameIdentity(node.identity, absent)) return
      // Those who name it otherwise may be right: the next name is tried.
      const other = alternateIdentity(nonmatching, absent)
      if (other === undefined) return
      const replacement: GraphNode = { ...node, identity: other }
      this.#nodes.set(absent.uid, replacement)
      this.#sink.attemptToDeleteLater(replacement)
      return
    }
    if (!node.virtual && !sameIdentity(node.identity, absent)) {
      // The object is there, under another name than the one that these dependents gave it.
      this.#giveUp(matching, absent)
      return
    }
    this.#remove(node, absent)
  }

  #giveUp(dependents: readonly GraphNode[], absent: Identity): void {
    if (dependents.length === 0) return
    this.markAbsent(absent)
    for (const dependent of dependents) this.#sink.attemptToDelete(dependent)
  }

  #remove(node: GraphNode, identity: Identity): void {
    this.#nodes.delete(node.identity.uid)
    this.#removeFromOwners(node, node.owners)
    if (node.dependents.size > 0) this.markAbsent(identity)
    for (const dependent of node.dependents) this.#sink.attemptToDelete(dependent)
    for (const { uid } of node.owners) {
      const owner = this.#nodes.get(uid)
      if (owner?.deletingDependents) this.#sink.attemptToDelete(owner)
    }
  }

  #becomeReal(node: GraphNode, identity: Identity): GraphNode {
    if (sameIdentity(node.identity, identity)) {
      node.virtual = false
      return node
    }
    for (const dependent of partitionDependents([...node.dependents], identity).nonmatching) {
      if (identity.namespace !== '' && dependent.identity.namespace !== identity.namespace)
        this.#reportNamespace(dependent, identity.uid)
      this.#sink.attemptToDelete(dependent)
    }
    // Queues may still hold the virtual node under its old name; there it no longer counts.
    const real: GraphNode = { ...node, identity, virtual: false }
    this.#nodes.set(identity.uid, real)
    return real
  }

  #changeOwners(node: GraphNode, owners: readonly OwnerReference[]): void {
    const { added, removed, unblocked } = referenceChanges(node.owners, owners)
    for (const { uid } of unblocked) {
      const owner = this.#nodes.get(uid)
      if (owner) this.#sink.attemptToDelete(owner)
    }
    node.owners = owners
    this.#addToOwners(node, added)
    this.#removeFromOwners(node, removed)
  }

  #addToOwners(node: GraphNode, owners: readonly OwnerReference[]): void {
    let isDoubtful = false
    for (const reference of owners) {
      const owner = this.#nodes.get(reference.uid)
      if (owner === undefined) {
        const unseen: GraphNode = {
          identity: identityOf(reference, node.identity.namespace),
          owners: [],
          dependents: new Set([node]),
          virtual: true,
          beingDeleted: false,
          deletingDependents: false,
        }
        this.#nodes.set(reference.uid, unseen)
        this.#sink.attemptToDelete(unseen)
        continue
      }
      owner.dependents.add(node)
      const { namespace } = owner.identity
      if (namespace !== '' && namespace !== node.identity.namespace) {
        if (!owner.virtual && !isDoubtful) this.#reportNamespace(node, reference.uid)
        isDoubtful = true
      } else if (!refersTo(reference, owner.identity)) {
        isDoubtful = true
      } else if (namespace !== node.identity.namespace && owner.virtual) {
        // It may be of a namespaced kind that a cluster-scoped object wrongly names.
        isDoubtful = true
      }
    }
    if (isDoubtful) this.#sink.attemptToDelete(node)
  }

  #removeFromOwners(node: GraphNode, owners: readonly OwnerReference[]): void {
    for (const { uid } of owners) this.#nodes.get(uid)?.dependents.delete(node)
  }

  #startDeletion(node: GraphNode, object: ApiObject, before: ApiObject | undefined): void {
    const begins = (finalizer: string): boolean =>
      isBeingDeleted(object) &&
      hasFinalizer(object, finalizer) &&
      !(before && isBeingDeleted(before) && hasFinalizer(before, finalizer))
    if (begins(orphanFinalizer)) {
      this.#sink.attemptToOrphan(node)
    } else if (begins(foregroundFinalizer)) {
      node.deletingDependents = true
      for (const dependent of node.dependents) this.#sink.attemptToDelete(dependent)
      this.#sink.attemptToDelete(node)
    }
  }

  #reportNamespace(dependent: GraphNode, ownerUid: string): void {
    const reference = dependent.owners.find(({ uid }) => uid === ownerUid)
    if (reference) this.#sink.invalidNamespace(dependent, identityOf(reference, dependent.identity.namespace))
  }
}

export function isBeingDeleted({ metadata }: ApiObject): boolean {
  return metadata.deletionTimestamp !== undefined
}

export function hasFinalizer({ metadata }: ApiObject, finalizer: string): boolean {
  return metadata.finalizers?.includes(finalizer) === true
}

/** Dependents that keep a node in foreground deletion from going. */
export function blockingDependents(node: GraphNode): GraphNode[] {
  return [...node.dependents].filter((dependent) =>
    dependent.owners.some((owner) => owner.uid === node.identity.uid && owner.blockOwnerDeletion === true),
  )
}

function observedIdentity({ metadata }: ApiObject, apiVersion: string, kind: string): Identity {
  const { name = '', uid = '', namespace = '' } = metadata
  return { apiVersion, kind, name, uid, namespace }
}

/** Dependents that mean just this owner, and those that mean its uid by another name or from another namespace; one may be both. */
function partitionDependents(
  dependents: readonly GraphNode[],
  owner: Identity,
): { matching: GraphNode[]; nonmatching: GraphNode[] } {
  const matching: GraphNode[] = []
  const nonmatching: GraphNode[] = []
  for (const dependent of dependents) {
    const apart = owner.namespace !== '' && owner.namespace !== dependent.identity.namespace
    const references = dependent.owners.filter(({ uid }) => uid === owner.uid)
    if (!apart && references.some((reference) => refersTo(reference, owner))) matching.push(dependent)
    if (apart || references.some((reference) => !refersTo(reference, owner))) nonmatching.push(dependent)
  }
  return { matching, nonmatching }
}

/** Another name that dependents give the uid: the next in order after the one disproved, round the end if need be. */
function alternateIdentity(dependents: readonly GraphNode[], absent: Identity): Identity | undefined {
  const others: Identity[] = []
  for (const dependent of dependents) {
    for (const reference of dependent.owners) {
      if (reference.uid !== absent.uid) continue
      let other = identityOf(reference, dependent.identity.namespace)
      // The server knows that kind as cluster-scoped.
      if (absent.namespace === '' && other.apiVersion === absent.apiVersion && other.kind === absent.kind)
        other = { ...other, namespace: '' }
      if (!sameIdentity(other, absent)) others.push(other)
    }
  }
  others.sort(compareIdentities)
  return others.find((other) => compareIdentities(absent, other) < 0) ?? others[0]
}
