/// What a step is done once for. Steps of one order run side by side for its fulfilment orders and parcels.
package enum StepScope: Sendable {
    case order
    case payment
    case reservation
    case fulfilmentOrder
    case parcel

    /// Whether there is exactly one of it in an order, known before anything was said of it.
    package var isSingle: Bool {
        switch self {
        case .order, .payment, .reservation: true
        case .fulfilmentOrder, .parcel: false
        }
    }
}
