import ArgumentParser
import Contracts
import FoundationEssentials

struct ReportShortCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "short",
        abstract: "The goods are not in the bin, or are damaged: what is missing is sent from elsewhere.")

    @Argument(help: "The task's id.")
    var task: String

    @Option(help: "The order line, by its id.")
    var line: String

    @Option(help: "Which article of the line, when it is a kit.")
    var sku: String?

    @Option(help: "Good units of the line that there are, those already picked included.")
    var found = 0

    @Flag(help: "The other units are there, but damaged.")
    var damaged = false

    @OptionGroup var options: FloorOptions

    func run() async throws {
        let command = ReportShort(
            taskID: try FloorOptions.taskID(task), worker: options.worker, lineID: line, sku: sku, found: found,
            damaged: damaged)
        let replies = try await OperatorSession.run { session in
            try await session.replies(to: try await session.send(command), expectsReply: false)
        }
        guard let answer = try replies.first(where: { $0.type == ScanAnswered.type })?.payload(ScanAnswered.self) else {
            return Console.print("reported")
        }
        if options.output.json { return Console.print(json: answer) }
        Console.print(answer.accepted ? "reported" : "REFUSED: \(answer.reason?.line ?? "")")
        if answer.accepted, let task = answer.task, !task.lines.isEmpty {
            Console.print("\(task.describe())\n\nnext: \(task.next())")
        }
        if !answer.accepted { throw ExitCode.failure }
    }
}
