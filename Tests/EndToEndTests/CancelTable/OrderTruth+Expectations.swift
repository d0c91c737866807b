import Contracts
import TestSupport
import Testing

/// What the table of "cancel in mid-flight" says of an order. Each gives what is otherwise.
extension OrderTruth {
    /// Nothing left the house, no money stayed, nothing is held except what still has to be put back.
    func faultsAsCancelled(paidBy method: PaymentMethod) -> [String] {
        var faults: [String] = []
        func expect(_ holds: Bool, _ what: String) { if !holds { faults.append(what) } }
        expect(headline == "cancelled", "it is \(headline)")
        expect(cancelled == ordered, "\(cancelled) of \(ordered) units are cancelled")
        expect(money.captured == money.refunded, "captured and not refunded: \(money)")
        expect(money.authorised == money.voided + money.refunded, "authorised and not let go: \(money)")
        expect(consumed == 0, "\(consumed) units left the stock")
        expect(putBack == picked, "\(picked) units were picked, \(putBack) are to be put back")
        expect(
            held == putBack - putBackDone, "\(held) units are held, \(putBack - putBackDone) are in somebody's hands")
        expect(!isHandedOver, "it was handed over")
        expect(labels == voidedLabels, "\(labels) labels were bought, \(voidedLabels) voided")
        expect(providerCaptured == 0 && providerRefunded == 0, "the provider moved money for good")
        if method == .card {
            expect(providerVoided == money.authorised, "the provider let \(providerVoided) go of \(money.authorised)")
        }
        return faults
    }

    /// The goods, less what was cancelled, are at the door and paid for.
    /// - Parameters:
    ///   - units: that were cancelled.
    ///   - less: minor units that the customer was told they pay less.
    ///   - expected: labels that were not voided.
    func faultsAsDelivered(
        cancelling units: Int = 0, for less: Int = 0, labels expected: Int = 1, paidBy method: PaymentMethod
    ) -> [String] {
        var faults: [String] = []
        func expect(_ holds: Bool, _ what: String) { if !holds { faults.append(what) } }
        expect(headline == "delivered", "it is \(headline)")
        expect(cancelled == units && delivered == ordered - units, "\(cancelled) cancelled, \(delivered) delivered")
        expect(money.captured - money.refunded == total - less, "kept \(money), of \(total) less \(less)")
        expect(consumed == ordered - units, "\(consumed) units left the stock")
        expect(
            held == putBack - putBackDone, "\(held) units are held, \(putBack - putBackDone) are in somebody's hands")
        expect(isHandedOver, "it was not handed over")
        expect(labels - voidedLabels == expected, "\(labels) labels were bought, \(voidedLabels) voided")
        if method == .card {
            expect(providerCaptured == total - less, "the provider took \(providerCaptured)")
            expect(providerVoided == less, "the provider let \(providerVoided) go")
        }
        return faults
    }
}
