import Contracts
import FoundationEssentials
import Messaging
import WireJSON

/// The answer to what a storefront sent under an id that it had used before for something else: it is parked for an operator
/// and refused to the sender, whose shop would otherwise wait for an order that nobody has.
enum ReusedSubmissionID {
    /// - Parameter id: of this content under that id, so that the answer to the first stays what it was.
    static func answer(_ context: HandlerContext, _ id: UUID, _ out: inout Outcome) {
        guard let sender = ShopKey(routingKey: context.origin.routingKey) else { return }
        let submissionID = context.envelope.externalID ?? context.envelope.id.text
        let reason = Reason(
            code: ReasonCode.contentDiffers.rawValue, path: "$",
            message: "the id \(submissionID) was used before with another content; send it again with an id of its own")
        out.announce(
            SubmissionRejected(
                submissionID: submissionID, externalID: externalID(in: context.envelope.data), reasons: [reason]),
            routingKey: sender.answerKey, key: id.text, channel: sender.text, answers: id)
    }

    /// As far as it can be read: of a submission inside of the order, of a request beside the rest.
    private static func externalID(in data: [UInt8]) -> String? {
        let json = try? JSONDocument(parsing: data, limits: .message).root
        let id = json?["order"]?["externalId"]?.string ?? json?["externalId"]?.string
        return id.flatMap { $0.utf8.count <= SubmissionReader.longestIdentifier ? $0 : nil }
    }
}
