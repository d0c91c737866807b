import Contracts

extension OrderSaga {
    /// Takes the order's content as it now reads, with all units pending.
    mutating func adopt(_ order: Order) {
        var order = order
        order.id = id
        self.order = order
        lines = order.lines.map { LineLedger(lineID: $0.id, ordered: $0.quantity) }
    }
}
