import ArgumentParser
import Contracts
import FoundationEssentials

/// What every message from the floor has.
struct FloorOptions: ParsableArguments {
    @Option(help: "Who works; the login's name when not given.")
    var worker = OperatorName.current

    @OptionGroup var output: OutputOptions

    static func taskID(_ text: String) throws -> UUID {
        guard let id = UUID(text: text) else {
            throw ValidationError("\(text) is not a task's id; waybill floor next SITE prints it.")
        }
        return id
    }
}
