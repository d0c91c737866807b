/// What a step is done once for. Steps of one order run side by side for its fulfilment orders and parcels.
package enum StepScope: Sendable {
    case order
    case payment
    case reservation
    case fulfilmentOrder
    case parcel
    // What comes up on the way, each with an id of its own.
    /// A parcel that will not be sent though its label was asked for.
    case retiredParcel
    /// Units that a site was to send and cannot.
    case shortage
    /// Units that are not needed any more.
    case release
    /// Money that was taken for too much.
    case refund
    /// Money that the customer asks a bank or a marketplace to take back.
    case dispute

    /// Whether there is exactly one of it in an order, known before anything was said of it.
    package var isSingle: Bool {
        switch self {
        case .order, .payment, .reservation: true
        case .fulfilmentOrder, .parcel, .retiredParcel, .shortage, .release, .refund, .dispute: false
        }
    }

    /// Whether it comes up on the way, and need not.
    package var isIncident: Bool {
        switch self {
        case .order, .payment, .reservation, .fulfilmentOrder, .parcel: false
        case .retiredParcel, .shortage, .release, .refund, .dispute: true
        }
    }
}
