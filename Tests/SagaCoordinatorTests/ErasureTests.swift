import Contracts
import FoundationEssentials
import Messaging
import SagaCoordinator
import Testing
import WireJSON

@Suite("A storefront's customer is forgotten")
struct ErasureTests {
    private let request = EraseOrder(actor: "shopify/main", reason: "customers/redact")

    private func handle(_ saga: OrderSaga?) throws -> Outcome {
        let envelope = Envelope(
            id: .v5("erase"), source: "/test", type: EraseOrder.type, time: Timestamp(seconds: 1_770_000_000),
            orderID: Orders.id, data: request.jsonBytes)
        var rows = SagaStore.Rows()
        if let saga { rows.sagas.load(SagaRow(loaded: saga), as: saga.id) }
        var out = Outcome(cause: envelope, service: .saga, now: envelope.time)
        try EraseOrderHandler.handle(
            request, HandlerContext(envelope: envelope, now: envelope.time), &rows, &out)
        return out
    }

    @Test("In every service, each asked once, when the order is finished")
    func finished() throws {
        let saga = Run.whole(Orders.make()).saga
        #expect(saga.phase == .closed)
        let out = try handle(saga)
        #expect(out.timers.isEmpty)
        let keys = out.messages.map(\.routingKey)
        #expect(keys.count == ServiceName.allCases.count && Set(keys).count == keys.count)
        #expect(keys.contains("notifications.personal_data.erase"))
        #expect(keys.contains("saga.\(Topology.shard(of: Orders.id))"))
        #expect(Set(out.messages.map(\.envelope.id)).count == keys.count)
        let asked = try ErasePersonalData.parse(out.messages[0].envelope.data)
        #expect(asked.orderIDs == [Orders.id] && asked.actor == "shopify/main")
    }

    @Test("Not while the order is under way: it is looked at again the next day")
    func underWay() throws {
        var run = Run()
        run.take(OrderAccepted(order: Orders.make()))
        let out = try handle(run.saga)
        #expect(out.messages.isEmpty)
        guard case .set(let timer) = out.timers.first else { throw HandlerError.park("test", "no timer") }
        #expect(timer.delay == EraseOrderHandler.looksAgainAfter && timer.envelope.type == EraseOrder.type)
        #expect(timer.envelope.orderID == Orders.id)
    }

    @Test("An order that has not come yet is waited for")
    func unknown() {
        let error = #expect(throws: HandlerError.self) { try handle(nil) }
        #expect(error?.isRetriable == true)
    }
}
