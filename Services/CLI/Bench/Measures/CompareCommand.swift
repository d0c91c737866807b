import ArgumentParser
import Foundation
import WireJSON

struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Two results of one measure side by side, with ratios.",
        discussion: "Takes files that --json wrote.")

    @Argument(help: "The result before.")
    var before: String

    @Argument(help: "The result after.")
    var after: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (old, new) = (try Self.figures(in: before), try Self.figures(in: after))
        let known = Dictionary(old) { first, _ in first }
        let rows = new.compactMap { name, value in known[name].map { (name, $0, value) } }
        guard !rows.isEmpty else { throw OperatorError("the two have no figure in common") }
        if output.json {
            Console.print(
                json: JSONValue.object(
                    rows.map { name, before, after in
                        (
                            name,
                            .object([
                                ("before", .decimal(before)), ("after", .decimal(after)),
                                ("ratio", before == 0 ? .null : .decimal(after / before)),
                            ])
                        )
                    }))
            return
        }
        var table = TextTable("figure", .number("before"), .number("after"), .number("ratio"))
        for (name, before, after) in rows {
            table.add(name, before.fixed(3), after.fixed(3), before == 0 ? "" : (after / before).fixed(3))
        }
        Console.print(table.render())
    }

    /// Every number of a result, by its path.
    static func figures(in path: String) throws -> [(String, Double)] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw OperatorError("\(path) cannot be read")
        }
        return figures(of: try JSONValue.parse(Array(data)), "")
    }

    private static func figures(of value: JSONValue, _ path: String) -> [(String, Double)] {
        switch value {
        case .object(let members):
            members.flatMap { figures(of: $0.1, path.isEmpty ? $0.0 : "\(path).\($0.0)") }
        case .number(let text): Double(text).map { [(path, $0)] } ?? []
        case .array, .string, .bool, .null: []
        }
    }
}
