/// What intake does about an order as it now reads.
package enum Disposition: Hashable, Sendable {
    /// It goes to the coordinator; an unpaid one waits there for its money, with a deadline.
    case proceed
    /// It is kept and not shipped.
    case recorded(RecordedReason)

    /// As the database keeps it: nil for ``proceed``.
    package var recordedReason: RecordedReason? {
        if case .recorded(let reason) = self { reason } else { nil }
    }

    package init(recordedReason: RecordedReason?) {
        self = recordedReason.map { .recorded($0) } ?? .proceed
    }
}

/// Why an order is only recorded.
package struct RecordedReason: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The channel says that nobody bought anything, or a bogus gateway was paid.
    package static let test = RecordedReason(rawValue: "test")
    package static let cancelled = RecordedReason(rawValue: "cancelled")
    package static let voided = RecordedReason(rawValue: "voided")
    package static let refunded = RecordedReason(rawValue: "refunded")
    package static let fulfilled = RecordedReason(rawValue: "fulfilled")
    package static let partiallyFulfilled = RecordedReason(rawValue: "partially_fulfilled")
    package static let paymentFailed = RecordedReason(rawValue: "payment_failed")
    package static let paymentExpired = RecordedReason(rawValue: "payment_expired")
    package static let draft = RecordedReason(rawValue: "draft")
    /// The channel has not cleared it yet: a later message lets it go on.
    package static let awaitingChannel = RecordedReason(rawValue: "awaiting_channel")
    /// Some of its packages may never have been heard of: it waits for them a while.
    package static let awaitingPackages = RecordedReason(rawValue: "awaiting_packages")
    /// The channel sends it from warehouses of its own.
    package static let fulfilledByChannel = RecordedReason(rawValue: "fulfilled_by_channel")
    /// Its lines are in other packages now.
    package static let repackaged = RecordedReason(rawValue: "repackaged")
    /// It was sent, and came back.
    package static let returned = RecordedReason(rawValue: "returned")
    /// A status of a plug-in's own: what it means is not known.
    package static let customStatus = RecordedReason(rawValue: "custom_status")

    /// Whether an order that is already on its way must be stopped.
    package var stopsOrder: Bool { self == .cancelled || self == .voided || self == .refunded }

    /// Whether nothing of it is to be sent any more.
    package var isEnding: Bool {
        switch self {
        case .fulfilled, .fulfilledByChannel, .returned, .paymentFailed, .paymentExpired: true
        default: stopsOrder
        }
    }
}
