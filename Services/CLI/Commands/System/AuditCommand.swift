import ArgumentParser
struct AuditCommand: AsyncParsableCommand { static let configuration = CommandConfiguration(commandName: "audit"); func run() async throws {} }
