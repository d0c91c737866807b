import Contracts
import FoundationEssentials
import Messaging
import SagaCoordinator
import ServiceKit
import Testing

@Suite("Plans")
struct PlanTests {
    @Test("a plan is sound: predecessors come before, what undoes is there, whatever waits has a deadline")
    func soundness() {
        for plan in Plan.all {
            #expect(Plan.named(plan.name) == plan)
            for (index, step) in plan.steps.enumerated() {
                let earlier = Set(plan.steps[..<index].map(\.name))
                let known = Set(plan.steps.map(\.name))
                #expect(step.after.allSatisfy { earlier.contains($0) || !known.contains($0) }, "\(step.name)")
                #expect(step.undo.map(plan.isUndoing) ?? true, "\(step.name)")
                #expect(step.deadline != nil || step.command == nil, "\(step.name)")
            }
            #expect(plan.incidents.allSatisfy { $0.deadline != nil && $0.scope.isIncident })
            for step in plan.undoing {
                #expect(step.deadline != nil)
                guard case .insist = step.expiry else {
                    Issue.record("\(step.name) gives up")
                    continue
                }
            }
        }
    }

    @Test("the kind and the payment method choose the plan")
    func choice() {
        #expect(Plan.chosen(for: Orders.make()).name == "card")
        #expect(Plan.chosen(for: Orders.make(method: .marketplace, kind: .express)).name == "express_marketplace")
        #expect(Plan.chosen(for: Orders.make(method: PaymentMethod(rawValue: "barter"))).name == "card")
    }

    @Test("every fact has a handler, and every event that reaches the coordinator's queue has one")
    func handlers() throws {
        let settings = try Settings.load(SagaCoordinatorService.settings, arguments: [], environment: [:])
        let handled = try SagaCoordinatorService(settings: settings).handlers.types
        for fact in FactCatalogue.types { #expect(handled.contains(fact.type), "\(fact.type.rawValue)") }
        let speakers = ["intake", "payment", "inventory", "warehouse", "shipping", "returns"]
        // These go to storefronts only, on the public exchange.
        let elsewhere: Set<MessageType> = [SubmissionAccepted.type, SubmissionRejected.type, StockLevel.type]
        for payload in MessageCatalogue.payloads
        where payload is any Event.Type && !(payload is any Answer.Type) && speakers.contains(payload.type.service) {
            #expect(handled.contains(payload.type) != elsewhere.contains(payload.type), "\(payload.type.rawValue)")
        }
        for payload in MessageCatalogue.payloads where payload is any Command.Type && payload.type.service == "saga" {
            #expect(handled.contains(payload.type), "\(payload.type.rawValue)")
        }
    }
}
