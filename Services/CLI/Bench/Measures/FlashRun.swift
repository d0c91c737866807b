import Contracts
import FoundationEssentials
import Messaging
import Postgres

/// Everybody wants the same article, and there is not enough of it.
struct FlashRun: Sendable {
    let session: OperatorSession
    let orders: Int
    let units: Int

    private static let patience = Duration.seconds(120)

    func run() async throws -> FlashResult {
        let start = Timestamp.wallClock
        let sku = "FLASH-\(start.seconds)"
        try await load(sku)
        let begun = Timestamp.wallClock
        let first = UUID.v7(at: begun, entropy: .zero)
        let maker = BenchOrders(run: "flash-\(start.seconds)")
        let run = maker.run
        let submission = BenchSubmission(
            session: session,
            orders: { index, now in
                maker.order(
                    "\(run)-\(index)", index,
                    lines: [OrderLine(id: "1", sku: sku, title: "Flash", quantity: 1, unitPrice: 990)], now: now)
            }, count: orders)
        async let handedOver = submission.run()
        let answered = try await waitForAnswers(first)
        _ = try await handedOver
        let inventory = try await session.database(.inventory)
        let row = try await inventory.query(BenchQueries.sold, sku).first
        return FlashResult(
            orders: orders, units: units, sold: try row?.int(0) ?? 0, left: try row?.int(1) ?? 0,
            took: answered - begun, conditions: try await BenchConditions.read(session))
    }

    private func load(_ sku: String) async throws {
        let site = BenchCatalogue.sites[0]
        let catalogue = UpsertCatalogue(
            articles: [
                StockKeepingUnit(
                    sku: sku, title: "Flash", barcode: DemoCatalogue.barcode(99_999), weight: 200, length: 100,
                    width: 100, height: 50)
            ], sites: BenchCatalogue.catalogue.sites, bins: [BinAssignment(site: site, sku: sku, bin: "F-1-1")])
        let answer = try await CatalogueUpload.upload(catalogue, in: session)
        let goods = [StockMovementRequest(site: site, sku: sku, bin: "F-1-1", quantity: units)]
        let booked = try await StockBooking.book("receive", goods, reference: "flash", in: session)
        if let reason = (answer.reasons + booked.reasons).first {
            throw OperatorError("inventory refuses: \(reason.line)")
        }
    }

    /// An answer is the e-mail that says whether the buyer gets it.
    /// - Returns: when the last was sent.
    private func waitForAnswers(_ first: UUID) async throws -> Timestamp {
        let notifications = try await session.database(.notifications)
        var bar = ProgressBar("answered")
        var (done, lastProgress) = (0, ContinuousClock.now)
        while true {
            try await Task.sleep(for: .seconds(1))
            guard let row = try await notifications.query(BenchQueries.answered, first).first else { continue }
            if try row.int(0) > done { (done, lastProgress) = (try row.int(0), .now) }
            bar.show(done, of: orders)
            if done >= orders {
                bar.end()
                return Timestamp(microseconds: try row.timestamp(1))
            }
            guard ContinuousClock.now - lastProgress < Self.patience else {
                throw OperatorError("\(orders - done) of \(orders) orders were not answered", advice: "waybill status")
            }
        }
    }
}
