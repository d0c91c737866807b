import Contracts

/// What an operator's "go on" does about a hold.
enum HoldRelease {
    /// The effect is proven absent: the step is tried again as a whole, in a new epoch.
    case tryAgain
    /// The outcome is unknown: the same command is sent again, byte for byte.
    case askAgain
    /// Somebody else decides, by a message of their own.
    case decidedElsewhere

    init(of reason: HoldReason) {
        switch reason {
        case .paymentReview, .paymentMismatch: self = .decidedElsewhere
        // The bank's word is recorded; an order whose money is gone is cancelled, or goes on when the step is skipped.
        case .paymentDisputed, .disputeLost: self = .decidedElsewhere
        case .stepExhausted: self = .askAgain
        // There is nothing to be tried: a lost parcel is delivered after all, or the step is skipped.
        // And a component that nobody has comes from nowhere: the customer is given something for it.
        case .parcelLost, .kitIncomplete: self = .decidedElsewhere
        default: self = .tryAgain
        }
    }
}
