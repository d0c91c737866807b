import Contracts
import Metrics

/// Counts the steps that nobody answered however often they were asked for: each holds its order for a person, and what
/// undoes something must not go unnoticed.
enum ExhaustedSteps {
    static func count(from before: OrderSaga, to saga: OrderSaga) {
        guard saga.isOnHold else { return }
        for (index, step) in saga.steps.enumerated() where step.hold == .stepExhausted {
            if before.steps.indices.contains(index), before.steps[index].hold == .stepExhausted { continue }
            Counter(
                label: "waybill_saga_steps_exhausted_total",
                dimensions: [
                    ("step", step.key.name.rawValue),
                    ("way", saga.plan.isUndoing(step.key.name) ? "back" : "forth"),
                ]
            ).increment()
        }
    }
}
