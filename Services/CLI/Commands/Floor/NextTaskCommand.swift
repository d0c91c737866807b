import ArgumentParser
import Contracts
import FoundationEssentials

struct NextTaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "The task that the worker holds, or the next one of the site.")

    @Argument(help: "The site's code.")
    var site: String

    @OptionGroup var options: FloorOptions

    func run() async throws {
        let answer = try await OperatorSession.run { session in
            let command = TakeTask(site: site, worker: options.worker)
            return try await session.reply(TaskGiven.self, to: try await session.send(command))
        }
        if options.output.json { return Console.print(json: answer) }
        guard let task = answer.task else { return Console.print("nothing to do at \(site)") }
        Console.print(task.describe())
        Console.print("\nnext: \(task.next())")
    }
}
