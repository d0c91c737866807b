import Contracts

/// What has to happen to an order of some kind, as data. See `Plans.swift` for the plans that there are, and `Steps.swift`
/// for what a step is.
package struct Plan: Hashable, Sendable, CustomStringConvertible {
    /// Stored with the order: an order ends by the plan that it began with.
    package let name: String
    package let steps: [StepDefinition]
    /// What is begun when it comes up.
    package let incidents: [StepDefinition]
    /// What undoes steps; each is begun only for a step of which it is the `undo`.
    package let undoing: [StepDefinition]
    /// What an order under way may begin by itself.
    package let forward: [StepDefinition]
    private let definitions: [StepName: StepDefinition]
    private let undoingNames: Set<StepName>
    private let answers: [MessageType: [Answer]]

    /// A message seen as the answer to a step.
    package typealias Answer = (definition: StepDefinition, meaning: ReplyMeaning)

    package init(
        _ name: String, _ steps: [StepDefinition], incidents: [StepDefinition] = StepDefinition.incidents,
        undoing: [StepDefinition] = StepDefinition.undoing
    ) {
        self.name = name
        self.steps = steps
        self.incidents = incidents
        self.undoing = undoing
        forward = steps + incidents
        definitions = Dictionary((steps + undoing + incidents).map { ($0.name, $0) }) { first, _ in first }
        let undoingNames = Set(undoing.map(\.name))
        self.undoingNames = undoingNames
        var answers: [MessageType: [Answer]] = [:]
        // What undoes a step hears the answer before the step does.
        for definition in undoing + incidents.filter({ !undoingNames.contains($0.name) }) + steps {
            for (type, meaning) in definition.replies { answers[type, default: []].append((definition, meaning)) }
        }
        self.answers = answers
    }

    package static func == (left: Plan, right: Plan) -> Bool { left.name == right.name }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
    }

    package func definition(_ name: StepName) -> StepDefinition? { definitions[name] }

    package func isUndoing(_ name: StepName) -> Bool { undoingNames.contains(name) }

    package var description: String { name }

    /// Which steps a message of this type answers, and with what.
    package func answers(by type: MessageType) -> [Answer] { answers[type] ?? [] }
}
