import FoundationEssentials

/// How many units of an order's line were given money or credit for, over all of the order's returns. It says which of
/// the line's equal shares the next unit gets, so that all of them together are what was paid.
package struct SettledLine: Hashable, Sendable {
    package struct Key: Hashable, Sendable {
        package var orderID: UUID
        package var lineID: String

        package init(orderID: UUID, lineID: String) {
            self.orderID = orderID
            self.lineID = lineID
        }
    }

    package let key: Key
    package let ordered: Int
    package private(set) var settled: Int
    package private(set) var version: Int64

    package init(key: Key, ordered: Int, settled: Int = 0, version: Int64 = 0) {
        self.key = key
        self.ordered = ordered
        self.settled = settled
        self.version = version
    }

    package mutating func settle(_ units: Int) {
        settled += units
        version += 1
    }
}
