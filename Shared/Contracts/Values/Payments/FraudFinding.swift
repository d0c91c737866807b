public import WireJSON

/// A fraud rule that fired.
public struct FraudFinding: JSONCodable, Hashable, Sendable {
    /// The rule's id in the rule set.
    public var rule: String
    /// What it added.
    public var score: Int
    /// The input that made it fire.
    public var detail: String

    public init(rule: String, score: Int, detail: String) {
        self.rule = rule
        self.score = score
        self.detail = detail
    }

    public init(from json: JSONNode) throws(JSONError) {
        rule = try json.decode("rule")
        score = try json.decode("score")
        detail = try json.decode("detail")
    }

    public func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("rule", rule)
            json.write("score", score)
            json.write("detail", detail)
        }
    }
}
