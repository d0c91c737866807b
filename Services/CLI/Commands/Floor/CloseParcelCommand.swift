import ArgumentParser
import Contracts
import FoundationEssentials

struct CloseParcelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Everything is in the box: weigh and measure it.")

    @Argument(help: "The task's id.")
    var task: String

    @Option(help: "Grams, with the box.")
    var weight: Int

    @Option(help: "Length x width x height of the box in millimetres, such as 300x200x120.")
    var size = "300x200x120"

    @OptionGroup var options: FloorOptions

    func run() async throws {
        let sides = size.split(separator: "x").compactMap { Int($0) }
        guard sides.count == 3 else { throw ValidationError("--size is length x width x height, such as 300x200x120.") }
        let command = CloseParcel(
            taskID: try FloorOptions.taskID(task), worker: options.worker, weight: weight, length: sides[0],
            width: sides[1], height: sides[2])
        let answer = try await OperatorSession.run { session in
            try await session.reply(ScanAnswered.self, to: try await session.send(command))
        }
        if options.output.json {
            Console.print(json: answer)
        } else {
            Console.print(
                answer.accepted
                    ? "closed; the label is being bought, then the parcel is handed over"
                    : "REFUSED: \(answer.reason?.line ?? "")")
        }
        if !answer.accepted { throw ExitCode.failure }
    }
}
