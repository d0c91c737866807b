import Contracts
import WireJSON

/// The JSON paths at which two contents of one order differ. Paths only: values are somebody's address.
package enum OrderDifference {
    /// A list longer than this tells nobody more.
    package static let limit = 200

    /// - Returns: in the order of the newer content, then what only the older had; our own id, the channel's clock and
    ///   our remarks do not count.
    package static func paths(from old: Order, to new: Order) -> [String] {
        guard let before = try? JSONDocument(parsing: comparable(old), limits: .order).root,
            let after = try? JSONDocument(parsing: comparable(new), limits: .order).root
        else { return ["$"] }
        var paths: [String] = []
        compare(before, after, at: "$", into: &paths)
        return paths
    }

    private static func comparable(_ order: Order) -> [UInt8] {
        var order = order
        order.id = .zero
        order.updatedAt = nil
        order.mismatches = []
        return order.jsonBytes
    }

    private static func compare(_ old: JSONNode, _ new: JSONNode, at path: String, into paths: inout [String]) {
        guard paths.count < limit else { return }
        switch (old.kind, new.kind) {
        case (.object, .object):
            for (key, value) in new.members {
                guard let before = old[key] else {
                    paths.append("\(path).\(key)")
                    continue
                }
                compare(before, value, at: "\(path).\(key)", into: &paths)
            }
            for (key, _) in old.members where new[key] == nil { paths.append("\(path).\(key)") }
        case (.array, .array):
            for (index, pair) in zip(old.elements, new.elements).enumerated() {
                compare(pair.0, pair.1, at: "\(path)[\(index)]", into: &paths)
            }
            if old.count != new.count { paths.append("\(path)[\(min(old.count, new.count))]") }
        default:
            if !old.rawBytes.elementsEqual(new.rawBytes) { paths.append(path) }
        }
    }
}

extension JSONLimits {
    /// A canonical order of ours may be larger than the message it came in, since optional members are written out.
    package static let order = JSONLimits(maximumBytes: 8 << 20)
}
