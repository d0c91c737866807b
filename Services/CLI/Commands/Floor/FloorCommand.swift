import ArgumentParser

struct FloorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "floor", abstract: "Work a manual site: pick, pack, close the parcel, put back, give out.",
        subcommands: [
            NextTaskCommand.self, ScanCommand.self, CloseParcelCommand.self, ReportShortCommand.self,
            CollectCommand.self,
        ])
}
