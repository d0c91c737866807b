import Contracts
import FoundationEssentials
import Messaging
import TestSupport
import Testing

@testable import Warehouse

@Suite("Cancel, scans, shortages and hand-over in any order")
struct InterleavingTests {
    @Test("units add up at every moment, exactly one of cancel and hand-over wins, and everybody is answered")
    func anyOrder() throws {
        var generator = SeededGenerator()
        for round in 0..<300 {
            var story = Story(&generator)
            for _ in 0..<Int.random(in: 5...45, using: &generator) {
                try story.happen(&generator)
                let problem = story.problem
                try #require(problem == nil, "seed \(generator.seed), round \(round): \(problem ?? "")")
            }
        }
    }
}

/// One fulfilment order, and what the warehouse has told of it.
private struct Story {
    private var run: FloorRun
    private let request: FulfilOrder
    private var scans = 0
    private var parcels: [UUID] = []
    /// Per article, what was said in answers and events.
    private var cancelled: [String: Int] = [:]
    private var putBack: [String: Int] = [:]
    private var isBack: [String: Int] = [:]
    private var missing: [String: Int] = [:]
    private var sent: [String: Int] = [:]
    private var handOvers = 0
    private(set) var problem: String?

    init(_ generator: inout SeededGenerator) {
        run = FloorRun(autoFloorDelay: Bool.random(using: &generator) ? .zero : .seconds(1))
        let quantities = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            Int.random(in: 1...4, using: &generator)
        }
        request = Demo.fulfil(quantities, floor: Int.random(in: 0..<3, using: &generator) == 0 ? .auto : .manual)
    }

    private var order: FulfilmentOrder? { run.rows.orders[Demo.id] }

    mutating func happen(_ generator: inout SeededGenerator) throws {
        let line = Int.random(in: 0..<request.allocation.lines.count, using: &generator)
        let quantity = Int.random(in: 1...3, using: &generator)
        scans += 1
        let before = order?.state
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<12: take(try run.give(FulfilOrderHandler.self, request))
        case 12..<40: take(try run.give(ScanHandler.self, Demo.pick(line, quantity, scan: "\(scans)")))
        case 40..<58: take(try run.give(ScanHandler.self, Demo.pack(line, quantity, scan: "\(scans)")))
        case 58..<66: take(try run.give(CloseParcelHandler.self, Demo.close))
        case 66..<74: take(try run.give(ScanHandler.self, Demo.putBack(line, quantity, scan: "\(scans)")))
        case 74..<80: take(try run.fireTimers())
        case 80..<85:
            let damaged = Bool.random(using: &generator)
            let report = ReportShort(
                taskID: Demo.id, worker: "deniz", lineID: "\(line)", found: quantity - 1, damaged: damaged)
            take(try run.give(ReportShortHandler.self, report))
        case 85..<92:
            let isWhole = Int.random(in: 0..<3, using: &generator) == 0
            try cancel(isWhole ? [] : [LineQuantity(lineID: "\(line)", quantity: quantity)], before)
        default: try handOver(parcels.randomElement(using: &generator) ?? .v5("no parcel"), before)
        }
        check()
    }

    private mutating func cancel(_ lines: [LineQuantity], _ before: FulfilmentOrder.State?) throws {
        let said: [Envelope]
        do {
            said = try run.give(CancelFulfilmentHandler.self, Demo.cancel(lines))
        } catch let error as HandlerError where error.isRetriable && before == nil && !lines.isEmpty {
            return
        }
        let done = try said.payloads(FulfilmentCancelled.self)
        let refused = try said.payloads(FulfilmentCancelRefused.self)
        if done.count + refused.count != 1 { problem = "a cancel has \(done.count + refused.count) answers" }
        if refused.isEmpty == (before == .handedOver) { problem = "a cancel in \(String(describing: before)) lies" }
        if before != .cancelled, let answer = done.first {
            for line in answer.lines { cancelled[line.sku, default: 0] += line.quantity }
            for line in answer.putBack { putBack[line.sku, default: 0] += line.quantity }
            if lines.isEmpty, !answer.remaining.isEmpty { problem = "a cancel of everything leaves something" }
        }
        take(said)
    }

    private mutating func handOver(_ parcel: UUID, _ before: FulfilmentOrder.State?) throws {
        let said: [Envelope]
        do {
            said = try run.give(HandOverParcelHandler.self, Demo.handOver(parcel))
        } catch let error as HandlerError where error.isRetriable {
            return
        }
        let won = try said.payloads(ParcelHandedOver.self)
        let lost = try said.payloads(FulfilmentCancelled.self)
        if won.count + lost.count != 1 { problem = "a hand-over has \(won.count + lost.count) answers" }
        if let answer = won.first, before != .handedOver {
            handOvers += 1
            for line in answer.parcel.lines { sent[line.sku, default: 0] += line.quantity }
            if answer.parcel.id != parcel { problem = "another parcel was handed over" }
        }
        for line in lost.first?.lines ?? [] where cancelled[line.sku] != line.quantity && before != .short {
            problem = "a hand-over that lost hears of \(line.quantity), not of \(cancelled[line.sku] ?? 0)"
        }
    }

    private mutating func take(_ said: [Envelope]) {
        do {
            for done in try said.payloads(PutBackDone.self).flatMap(\.lines) {
                isBack[done.sku, default: 0] += done.quantity
            }
            // A repeat of the command hears it again.
            let isRepeat = said.events == [SiteShort.type] && order?.state == .short && said.count == 1
            for line in isRepeat ? [] : try said.payloads(SiteShort.self).flatMap(\.lines) {
                missing[line.sku, default: 0] += line.requested - line.available
            }
            for packed in try said.payloads(ParcelPacked.self) where !parcels.contains(packed.parcel.id) {
                parcels.append(packed.parcel.id)
            }
        } catch {
            problem = "\(error)"
        }
    }

    private mutating func check() {
        guard let order, problem == nil else { return }
        for line in order.lines {
            if line.due < 0 || line.picked > line.due || line.packed > line.picked || line.picked < 0 {
                problem = "impossible: \(line)"
            }
            if cancelled[line.sku, default: 0] != line.cancelled { problem = "cancels told differ: \(line)" }
            if missing[line.sku, default: 0] != line.missing { problem = "shortages told differ: \(line)" }
            if putBack[line.sku, default: 0] != line.putBack { problem = "put-backs told differ: \(line)" }
            if isBack[line.sku, default: 0] != line.putBackDone { problem = "what is back differs: \(line)" }
            let isSent = order.state == .handedOver
            if sent[line.sku, default: 0] != (isSent ? line.due : 0) { problem = "what was sent differs: \(line)" }
            if order.state == .cancelled || order.state == .short, line.due != 0 { problem = "units left: \(line)" }
        }
        if handOvers > 1 { problem = "handed over \(handOvers) times" }
        if handOvers == 1, order.state != .handedOver { problem = "handed over, yet \(order.state)" }
    }
}
