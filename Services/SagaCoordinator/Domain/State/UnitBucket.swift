/// Where a unit of an order line is. Each ordered unit is in exactly one of them.
package enum UnitBucket: Int, CaseIterable, Sendable {
    case pending
    case backordered
    case reserved
    case released
    case picked
    case packed
    case handedOver
    case delivered
    case lost
    case returnedToSender
    case cancelled
    case returnRequested
    case returnInTransit
    case returnReceived
    case restocked
    case quarantined
    case writtenOff
    case sentBack
}
