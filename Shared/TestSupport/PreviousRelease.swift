import Foundation

/// What a program of the release before asks its database, as `deploy/record-statements` has kept it.
package struct PreviousRelease: Sendable {
    /// A statement by its name.
    package struct Recorded: Sendable {
        package let name: String
        package let sql: String

        /// How many parameters it has.
        package var parameters: Int {
            sql.matches(of: /\$(\d+)/).compactMap { Int($0.output.1) }.max() ?? 0
        }
    }

    /// The program's migrations of that release, in order.
    package let migrations: [String]
    package let statements: [Recorded]

    /// - Parameter program: a service's name, `engine` for what all of them run, `operator` for the command.
    package init(of program: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Tests/UpgradeTests/Previous/\(program).sql")
        var migrations: [String] = []
        var statements: [Recorded] = []
        let text = try String(contentsOf: file, encoding: .utf8)
        for paragraph in text.components(separatedBy: "\n-- statement: ") {
            let lines = paragraph.split(separator: "\n", omittingEmptySubsequences: false)
            if paragraph.hasPrefix("-- What ") {
                migrations += lines.compactMap { $0.wholeMatch(of: /-- migration: (.+)/).map { String($0.output.1) } }
            } else {
                let sql = lines.dropFirst().joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
                statements.append(Recorded(name: String(lines[0].prefix { $0 != " " }), sql: sql))
            }
        }
        self.migrations = migrations
        self.statements = statements
    }

    package subscript(name: String) -> String? { statements.first { $0.name == name }?.sql }
}
