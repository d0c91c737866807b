import ArgumentParser
import Contracts
import FoundationEssentials

struct ReportShortCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "short", abstract: "The goods are not in the bin: the task is taken off the floor.")

    @Argument(help: "The task's id.")
    var task: String

    @Option(help: "The order line, by its id.")
    var line: String

    @Option(help: "Units that are there.")
    var found = 0

    @OptionGroup var options: FloorOptions

    func run() async throws {
        let command = ReportShort(
            taskID: try FloorOptions.taskID(task), worker: options.worker, lineID: line, found: found)
        let replies = try await OperatorSession.run { session in
            try await session.replies(to: try await session.send(command), expectsReply: false)
        }
        guard let answer = try replies.first(where: { $0.type == ScanAnswered.type })?.payload(ScanAnswered.self) else {
            return Console.print("reported")
        }
        if options.output.json { return Console.print(json: answer) }
        Console.print(answer.accepted ? "reported" : "REFUSED: \(answer.reason?.line ?? "")")
        if !answer.accepted { throw ExitCode.failure }
    }
}
