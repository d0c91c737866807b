import Contracts

extension TrackingStatus {
    /// How far a parcel is: a scan of a lower rank never moves it back.
    package var rank: Int {
        switch self {
        case .labelled: 0
        case .preTransit: 1
        case .inTransit: 2
        case .delayed, .exception, .deliveryFailed: 3
        case .outForDelivery, .availableForPickup: 4
        case .delivered: 5
        case .returnToSender: 6
        case .returned, .lost: 7
        default: 2
        }
    }

    package var isReturn: Bool { self == .returnToSender || self == .returned }

    /// A failed delivery goes out again, a delay or an exception is resolved, a lost parcel is delivered after all: within
    /// the journey a newer scan may be of a lower rank, outside of it only the end of what was lost.
    func mayFollow(_ earlier: TrackingStatus) -> Bool {
        if earlier == .lost { return self == .delivered || isReturn }
        return self != earlier && (1...4).contains(rank) && (3...4).contains(earlier.rank)
    }
}
