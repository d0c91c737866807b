import Contracts
import WireJSON

/// What Trendyol is told of invoices: the number with the status of each package, after `Picking` and before it leaves; the link
/// beside it, at any time.
extension TrendyolAdapter {
    func tell(_ invoice: ChannelPush.Invoice, over link: ChannelLink) async throws(ChannelFailure) -> PushOutcome {
        let known = try await packages(of: invoice.order, over: link)
        guard known.isKnown else { throw .refused("Trendyol has no package of order \(invoice.order)") }
        let packages = known.standing
        guard !packages.isEmpty else { return .notNeeded("the order is cancelled") }
        guard !packages.contains(where: { $0.status == "Awaiting" }) else {
            throw .notYet("Trendyol has not released order \(invoice.order)")
        }
        let open = packages.filter(\.isOpen)
        let untold = open.filter { !$0.isInvoiced }
        // Which number Trendyol has, it does not show: one that is to take the place of another it takes or refuses.
        let due = untold.isEmpty && invoice.isCorrection ? open : untold
        for package in due {
            if !package.isAcknowledged { try await pick(package, of: invoice.order, over: link) }
            try await say(invoice.number, of: package, inOrder: invoice.order, over: link) {
                !invoice.isCorrection && $0.isInvoiced
            }
        }
        let unlinked = packages.filter { invoice.link != nil && $0.invoiceLink != invoice.link }
        let isTold = packages.contains(where: \.isInvoiced) && !invoice.isCorrection
        guard !due.isEmpty || isTold || invoice.link != nil else {
            throw .refused("order \(invoice.order) is on its way at Trendyol, which hears of invoices before that")
        }
        for package in unlinked { try await send(invoice, for: package, over: link) }
        return due.isEmpty && unlinked.isEmpty ? .found(reference: nil) : .done(reference: nil)
    }

    /// With the parcel that leaves. What Trendyol does not take of it keeps no parcel: it is parked with the invoice itself.
    func invoice(
        _ package: TrendyolPackages.Package, _ number: String, before parcel: ChannelPush.Fulfilment,
        over link: ChannelLink
    ) async throws(ChannelFailure) {
        guard !package.isInvoiced else { return }
        do throws(ChannelFailure) {
            try await say(number, of: package, inOrder: parcel.order, over: link) { $0.isInvoiced }
        } catch {
            guard error.isFinal else { throw error }
        }
    }

    /// - Parameter isSaid: whether a package that refuses it has it: it may have been told at this moment.
    private func say(
        _ number: String, of package: TrendyolPackages.Package, inOrder order: String, over link: ChannelLink,
        isSaid: (TrendyolPackages.Package) -> Bool
    ) async throws(ChannelFailure) {
        let body: JSONValue = .members([
            "lines": Self.lines(package.units), "params": .members(["invoiceNumber": .string(number)]),
            "status": .string("Invoiced"),
        ])
        let answer = try await link.call(
            .json("PUT", try path(package.id, over: link), body.jsonBytes, limit: "packages"))
        guard !answer.isSuccess else { return }
        let now = try await packages(of: order, over: link).standing.first { $0.id == package.id }
        guard let now, isSaid(now) else { throw answer.refusal }
    }

    /// Each package takes one link, and each link one package.
    private func send(
        _ invoice: ChannelPush.Invoice, for package: TrendyolPackages.Package, over link: ChannelLink
    ) async throws(ChannelFailure) {
        let body: JSONValue = .members([
            "invoiceLink": invoice.link.map { .string($0) }, "shipmentPackageId": .numericID(package.id),
            "invoiceNumber": .string(invoice.number),
            "invoiceDateTime": invoice.issuedAt.map { .whole($0.milliseconds) },
        ])
        _ = try await link.call(
            .json(
                "POST", "/sellers/\(try link.account())/seller-invoice-links", body.jsonBytes, limit: "invoices")
        ).expectSuccess()
    }
}
