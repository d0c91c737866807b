import ArgumentParser
struct LatencyCommand: AsyncParsableCommand { static let configuration = CommandConfiguration(commandName: "latency"); func run() async throws {} }
