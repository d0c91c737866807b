import ArgumentParser

struct ParcelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parcel", abstract: "Parcels that are with a carrier.", subcommands: [TrackParcelCommand.self])
}
