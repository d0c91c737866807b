/// Where the saga as a whole stands. What the order looks like from outside is the headline, which is computed.
package enum Phase: String, Sendable, CaseIterable {
    /// Something was said of an order that is not here yet; it is kept until the order comes.
    case unborn
    case running
    /// Steps done or of unknown outcome are being undone, in reverse.
    case undoing
    case cancelled
    case expired
    case closed

    /// Nothing is left to do, unless the late success of a step given up comes in.
    package var isFinal: Bool {
        switch self {
        case .cancelled, .expired, .closed: true
        case .unborn, .running, .undoing: false
        }
    }

    /// The order will not be fulfilled.
    package var isGivenUp: Bool {
        switch self {
        case .undoing, .cancelled, .expired: true
        case .unborn, .running, .closed: false
        }
    }
}
