import Contracts
import WireJSON

/// Everything that is wrong with what somebody sent, gathered in one walk so that it can be answered at once.
package struct Findings: Sendable {
    /// An answer stays far below the message size, whatever was sent.
    package static let limit = 2000

    package private(set) var reasons: [Reason] = []
    private var overflowed = 0
    /// The path of the value that stands for `$` in the answer.
    private let root: String

    /// - Parameter root: the payload; the sender reads paths from there, not from our envelope.
    package init(root: JSONNode) {
        self.root = root.path
    }

    package var isEmpty: Bool { reasons.isEmpty }

    /// A finding at a value.
    package mutating func add(_ code: ReasonCode, at node: JSONNode, _ message: String) {
        add(code, path: node.path, message)
    }

    /// A finding about a member that is not there.
    package mutating func add(_ code: ReasonCode, at parent: JSONNode, member: String, _ message: String) {
        add(code, path: "\(parent.path).\(member)", message)
    }

    /// - Parameter path: in the document that was parsed.
    private mutating func add(_ code: ReasonCode, path: String, _ message: String) {
        guard reasons.count < Self.limit else {
            overflowed += 1
            return
        }
        reasons.append(Reason(code: code.rawValue, path: "$" + path.dropFirst(root.count), message: message))
    }

    /// The reasons, and how many more there are beyond the limit.
    package var all: [Reason] {
        guard overflowed > 0 else { return reasons }
        let rest = "\(overflowed) more findings are not listed"
        return reasons + [Reason(code: ReasonCode.tooManyReasons.rawValue, path: nil, message: rest)]
    }
}
