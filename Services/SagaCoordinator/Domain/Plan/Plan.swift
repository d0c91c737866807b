import Contracts

/// What has to happen to an order of some kind, as data. See `StandardPlan.swift` for the plans that there are.
package struct Plan: Hashable, Sendable {
    /// Stored with the order: an order ends by the plan that it began with.
    package let name: String
    package let steps: [StepDefinition]
    /// What undoes steps; each is begun only for a step of which it is the `undo`.
    package let undoing: [StepDefinition]
    private let answers: [MessageType: [Answer]]

    /// A message seen as the answer to a step.
    package typealias Answer = (definition: StepDefinition, meaning: ReplyMeaning)

    package init(_ name: String, _ steps: [StepDefinition], undoing: [StepDefinition]) {
        self.name = name
        self.steps = steps
        self.undoing = undoing
        var answers: [MessageType: [Answer]] = [:]
        for definition in steps + undoing {
            for (type, meaning) in definition.replies { answers[type, default: []].append((definition, meaning)) }
        }
        self.answers = answers
    }

    package static func == (left: Plan, right: Plan) -> Bool { left.name == right.name }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
    }

    package func definition(_ name: StepName) -> StepDefinition? {
        steps.first { $0.name == name } ?? undoing.first { $0.name == name }
    }

    package func isUndoing(_ name: StepName) -> Bool {
        undoing.contains { $0.name == name }
    }

    /// Which steps a message of this type answers, and with what.
    package func answers(by type: MessageType) -> [Answer] { answers[type] ?? [] }
}
