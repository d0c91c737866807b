import ArgumentParser
import Contracts
import FoundationEssentials

struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Scan goods at the bin, with --pack at the packing table, with --put-back on the way back.",
        discussion: "Exit code 1 when the scan was refused, such as for a wrong barcode.")

    @Argument(help: "The task's id.")
    var task: String

    @Option(help: "The bin's label; needed to pick and to put back.")
    var bin: String?

    @Option(help: "What the scanner read.")
    var barcode: String

    @Option(help: "Units.")
    var quantity = 1

    @Flag(help: "At the packing table.")
    var pack = false

    @Flag(help: "Back into the bin, after a cancel.")
    var putBack = false

    @Option(help: "The scanner's own id of this scan: the same twice counts once.")
    var scanID: String?

    @OptionGroup var options: FloorOptions

    func validate() throws {
        guard !(pack && putBack) else { throw ValidationError("Goods are packed or put back, not both.") }
        guard pack || bin != nil else {
            throw ValidationError("To pick or put back, scan the bin too: --bin LABEL.")
        }
    }

    func run() async throws {
        let command = Scan(
            scanID: scanID ?? UUID().text, worker: options.worker, taskID: try FloorOptions.taskID(task),
            action: pack ? "pack" : putBack ? "put_back" : "pick", bin: pack ? nil : bin, barcode: barcode,
            quantity: quantity)
        let answer = try await OperatorSession.run { session in
            try await session.reply(ScanAnswered.self, to: try await session.send(command))
        }
        if options.output.json {
            Console.print(json: answer)
        } else {
            Console.print(answer.accepted ? "counted" : "REFUSED: \(answer.reason?.line ?? "")")
            if let task = answer.task {
                Console.print(task.describe())
                Console.print("\nnext: \(task.next())")
            }
        }
        if !answer.accepted { throw ExitCode.failure }
    }
}
