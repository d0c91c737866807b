import Contracts

/// One thing that goes wrong in a run. It is named by what it befalls, so that the same one can be had again.
package struct Fault: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, CaseIterable, Sendable {
        /// A process dies with a batch that it has not committed, has committed and not acknowledged, or has acknowledged
        /// and not published.
        case crashBeforeCommit = "crash-before-commit"
        case crashAfterCommit = "crash-after-commit"
        case crashAfterAck = "crash-after-ack"
        /// ... or when the other side has done the work and the answer is not stored.
        case crashAfterEffect = "crash-after-effect"
        /// A published message never reaches the broker, or its confirm never reaches the publisher.
        case losePublish = "lose-publish"
        case loseConfirm = "lose-confirm"
        /// The broker delivers again, late, or out of order.
        case duplicate, delay, reorder
        /// A call to the outside is lost on its way there, or its answer on the way back.
        case loseCall = "lose-call"
        case loseAnswer = "lose-answer"
        case clockJump = "clock-jump"
    }

    package let kind: Kind
    /// Where it strikes.
    package let place: String
    let identity: UInt64
    let turn: Int

    package var description: String { "\(kind.rawValue) at \(place) (\(String(identity, radix: 36))/\(turn))" }
}

/// Decides which faults strike, and remembers which did.
final class Faults {
    private let chance: Chance
    private let rates: [Fault.Kind: Double]
    /// The only ones that strike, in a run that is being shrunk.
    private let only: Set<Fault>?
    private(set) var struck: [Fault] = []
    private var known: Set<Fault> = []
    /// Faults end, so that the world can come to rest.
    var isOver = false

    init(_ chance: Chance, only: Set<Fault>?) {
        self.chance = chance
        self.only = only
        // Some runs are calm and some are stormy; each kind has its own weather.
        rates = Dictionary(
            uniqueKeysWithValues: Fault.Kind.allCases.map { kind in
                let weather = chance.unit(.fault, kind.rawValue.identity)
                return (kind, weather < 0.3 ? 0 : 0.08 * (weather - 0.3))
            })
    }

    func strikes(_ kind: Fault.Kind, _ place: String, _ identity: UInt64, _ turn: Int = 0) -> Bool {
        guard !isOver, turn < 4 else { return false }
        let fault = Fault(kind: kind, place: place, identity: identity, turn: turn)
        // Each strikes once, or a message that comes back as it was would never get through.
        guard !known.contains(fault) else { return false }
        if let only {
            guard only.contains(fault) else { return false }
        } else {
            let rate = rates[kind] ?? 0
            guard rate > 0, chance.unit(.fault, identity ^ kind.rawValue.identity, turn) < rate else { return false }
        }
        struck.append(fault)
        known.insert(fault)
        return true
    }
}
