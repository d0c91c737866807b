import ArgumentParser
import Contracts
import Postgres
import FoundationEssentials
import Postgres

struct TrackParcelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "track", abstract: "Tell where a parcel is, when the carrier has said so by telephone.",
        discussion: """
            PARCEL is the id of a parcel (waybill show prints it), a tracking number, or the id of a return. STATUS is one \
            of in_transit, delayed, exception, delivery_failed, out_for_delivery, available_for_pickup, delivered, lost, \
            return_to_sender, returned. An old scan moves nothing: exit code 1.
            """)

    static let statuses: [TrackingStatus] = [
        .preTransit, .inTransit, .delayed, .exception, .deliveryFailed, .outForDelivery, .availableForPickup,
        .delivered, .lost, .returnToSender, .returned,
    ]

    @Argument(help: "The parcel's id or tracking number, or the return's id.")
    var parcel: String

    @Argument(help: "What the carrier says.")
    var status: String

    @Option(help: "When it was seen, in RFC 3339; now when not given.")
    var at: String?

    @Option(help: "Where it was seen.")
    var place: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let status = TrackingStatus(rawValue: status)
        guard Self.statuses.contains(status) else {
            throw ValidationError("STATUS is one of \(Self.statuses.map(\.rawValue).joined(separator: ", ")).")
        }
        let at = try at.map { text in
            guard let time = Timestamp(rfc3339: text) else {
                throw ValidationError("\(text) is not a time, such as 2026-03-02T08:00:00Z.")
            }
            return time
        }
        let answer = try await OperatorSession.run { session in
            let row = try await session.database(.shipping).query(ParcelQueries.find, parcel).first
            guard let row else { throw OperatorError("there is no parcel \(parcel)") }
            let command = RecordScan(
                parcelID: try row.uuid(0), status: status, at: at, place: place, actor: OperatorName.current)
            let sent = try await session.send(command, orderID: try row.uuid(1))
            return try await session.reply(ScanRecorded.self, to: sent)
        }
        if output.json {
            Console.print(json: answer)
        } else {
            let now = answer.status.map { "; the parcel is \($0.rawValue)" } ?? ""
            Console.print(answer.counted ? "counted\(now)" : "REFUSED: \(answer.reason?.line ?? "")")
        }
        if !answer.counted { throw ExitCode.failure }
    }
}
