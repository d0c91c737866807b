import Contracts

extension OrderSaga {
    /// Takes the order's content as it now reads. All units are pending but for those that were cancelled before, as far as the
    /// content is not less by them already. Where nothing would be left, the storefront's word is newer: something is to be sent.
    mutating func adopt(_ order: Order) {
        var order = order
        order.id = id
        self.order = order
        let known = lines
        lines = order.lines.map { LineLedger(lineID: $0.id, ordered: $0.quantity) }
        let whole = lines
        for index in lines.indices {
            guard let before = known.first(where: { $0.lineID == lines[index].lineID }) else { continue }
            let told = max(0, before.ordered - lines[index].ordered)
            lines[index].move(before[.cancelled] - told, from: [.pending], to: .cancelled)
        }
        if isCancelled { lines = whole }
    }
}
