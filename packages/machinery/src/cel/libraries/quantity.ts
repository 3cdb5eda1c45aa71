/** Kubernetes quantities: `quantity('1.5Gi').isGreaterThan(quantity('1G'))`. */
import {
  addQuantities,
  approximateQuantity,
  compareQuantities,
  parseQuantity,
  type Quantity,
  QuantityError,
  quantityOf,
  quantityText,
  subQuantities,
} from '../../quantity.ts'
import { type FunctionDeclaration, globalOverload, type Library, memberOverload } from '../declarations.ts'
import { intOf, maxInt, minInt } from '../numbers.ts'
import { boolType, doubleType, intType, opaque, stringType } from '../types.ts'
import { Double, EvalError, OpaqueValue, type Value } from '../values.ts'
import { int, text } from './arguments.ts'

export const quantityTypeName = 'kubernetes.Quantity'
const quantityType = opaque(quantityTypeName)

export class QuantityValue extends OpaqueValue {
  readonly typeName = quantityTypeName
  readonly quantity: Quantity

  constructor(quantity: Quantity) {
    super()
    this.quantity = quantity
  }

  equals(other: OpaqueValue): boolean {
    return other instanceof QuantityValue && compareQuantities(this.quantity, other.quantity) === 0
  }

  toJson(): string {
    return quantityText(this.quantity)
  }
}

function quantity(value: Value | undefined): Quantity {
  if (value instanceof QuantityValue) return value.quantity
  throw new TypeError('not a quantity')
}

function parsed(value: string): Quantity | EvalError {
  try {
    // Upstream trims what stands around quantities in JSON only.
    if (value !== value.trim()) return new EvalError(notAQuantity)
    return parseQuantity(value)
  } catch (error) {
    if (error instanceof QuantityError) return new EvalError(error.message)
    throw error
  }
}

/** Quantities of bindings are texts, or numbers. */
function readQuantity(json: unknown): Value {
  if (typeof json !== 'string' && typeof json !== 'number') return new EvalError(notAQuantity)
  const amount = parsed(String(json))
  return amount instanceof EvalError ? amount : new QuantityValue(amount)
}

const notAQuantity = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

/** The amount when it is a whole number of 64 bits. */
function whole({ nanos }: Quantity): bigint | undefined {
  const value = nanos / 1_000_000_000n
  return nanos % 1_000_000_000n === 0n && value >= minInt && value <= maxInt ? value : undefined
}

function member(name: string, id: string, result: typeof boolType, read: (q: Quantity) => Value): FunctionDeclaration {
  return { name, overloads: [memberOverload(id, [quantityType], result, (q) => read(quantity(q)))] }
}

function comparison(
  name: string,
  id: string,
  result: typeof boolType,
  read: (order: number) => Value,
): FunctionDeclaration {
  return {
    name,
    overloads: [
      memberOverload(id, [quantityType, quantityType], result, (a, b) =>
        read(compareQuantities(quantity(a), quantity(b))),
      ),
    ],
  }
}

function arithmetic(name: string, operate: (a: Quantity, b: Quantity) => Quantity): FunctionDeclaration {
  return {
    name,
    overloads: [
      memberOverload(
        `quantity_${name}`,
        [quantityType, quantityType],
        quantityType,
        (a, b) => new QuantityValue(operate(quantity(a), quantity(b))),
      ),
      memberOverload(
        `quantity_${name}_int`,
        [quantityType, intType],
        quantityType,
        (a, b) => new QuantityValue(operate(quantity(a), quantityOf(int(b), 'DecimalExponent'))),
      ),
    ],
  }
}

export const quantityLibrary: Library = {
  typeNames: [[quantityTypeName, quantityType]],
  readers: [[quantityTypeName, readQuantity]],
  functions: [
    {
      name: 'quantity',
      overloads: [
        globalOverload('string_to_quantity', [stringType], quantityType, (value) => {
          const amount = parsed(text(value))
          return amount instanceof EvalError ? amount : new QuantityValue(amount)
        }),
      ],
    },
    {
      name: 'isQuantity',
      overloads: [
        globalOverload(
          'is_quantity_string',
          [stringType],
          boolType,
          (value) => !(parsed(text(value)) instanceof EvalError),
        ),
      ],
    },
    {
      // A global function upstream, although it is documented as a member.
      name: 'sign',
      overloads: [
        globalOverload('quantity_sign', [quantityType], intType, (q) => Math.sign(compareQuantities(quantity(q), 0))),
      ],
    },
    comparison('isGreaterThan', 'quantity_is_greater_than', boolType, (order) => order > 0),
    comparison('isLessThan', 'quantity_is_less_than', boolType, (order) => order < 0),
    comparison('compareTo', 'quantity_compare_to', intType, (order) => order),
    member('asApproximateFloat', 'quantity_get_float', doubleType, (q) => new Double(approximateQuantity(q))),
    member('asInteger', 'quantity_get_int', intType, (q) => {
      const value = whole(q)
      return value === undefined ? new EvalError('cannot convert value to integer') : intOf(value)
    }),
    member('isInteger', 'quantity_is_integer', boolType, (q) => whole(q) !== undefined),
    arithmetic('add', addQuantities),
    arithmetic('sub', subQuantities),
  ],
}
