/// What the undisturbed run taught: for each recipe, and whether its wish was granted or its scarce article got, the one
/// end that its orders came to.
package struct Expectations: Sendable {
    struct Key: Hashable {
        let recipe: Int
        let isWishGranted: Bool?
        let hasScarce: Bool
    }

    private(set) var ends: [Key: Set<String>] = [:]
    /// Units of the scarce article that were promised.
    private(set) var scarce = 0

    init() {}

    mutating func learn(_ outcomes: [Outcome]) {
        for outcome in outcomes { ends[key(of: outcome), default: []].insert(outcome.text) }
        scarce = outcomes.reduce(0) { $0 + $1.scarce }
    }

    /// A recipe that ends in two ways by itself could not be compared with anything.
    var ambiguities: [String] {
        ends.filter { $1.count > 1 }.map { key, ends in
            "undisturbed, “\(Recipe.menu[key.recipe].name)” ends in \(ends.count) ways: "
                + ends.sorted().joined(separator: " | ")
        }.sorted()
    }

    /// - Returns: how many could be compared, and what is different.
    func compare(_ outcomes: [Outcome], of taken: Set<Int>) -> (compared: Int, differences: [String]) {
        var compared = 0
        let missing = taken.subtracting(outcomes.map(\.number)).sorted()
        // What the platform cancelled before we heard of it goes nowhere.
        var differences = missing.filter { Recipe.of($0).wish != .cancelAtChannel }.map { "order \($0) is nowhere" }
        for outcome in outcomes.sorted(by: { $0.number < $1.number }) {
            guard let expected = ends[key(of: outcome)] else { continue }
            compared += 1
            guard !expected.contains(outcome.text) else { continue }
            differences.append(
                "order \(outcome.number) (\(Recipe.of(outcome.number).name)) ended as \(outcome.text); undisturbed: "
                    + expected.sorted().joined(separator: " | "))
        }
        return (compared, differences)
    }

    private func key(of outcome: Outcome) -> Key {
        Key(
            recipe: outcome.number % Recipe.menu.count, isWishGranted: outcome.isWishGranted,
            hasScarce: outcome.scarce > 0)
    }
}
