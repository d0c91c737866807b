import Contracts
import Messaging
import WireJSON

/// The answer to what a storefront sent and nobody can read: it is parked for an operator, and refused to the sender, who
/// would otherwise wait for ever. The sender's ids are in it as far as they can be read, and everything that is wrong.
enum UnreadableSubmission {
    static func answer(_ context: HandlerContext, _ bytes: [UInt8], _ out: inout Outcome) {
        guard let sender = ShopKey(routingKey: context.origin.routingKey) else { return }
        let id = context.envelope.id
        let findings = findings(in: bytes, from: sender, now: context.now)
        out.announce(
            SubmissionRejected(
                submissionID: findings.submissionID ?? id.text, externalID: findings.externalID,
                reasons: findings.reasons), routingKey: sender.answerKey, key: id.text, answers: id)
    }

    fileprivate struct Reading {
        var submissionID: String?
        var externalID: String?
        var reasons: [Reason] = []
    }

    private static func findings(in bytes: [UInt8], from sender: ShopKey, now: Timestamp) -> Reading {
        var reading = Reading()
        do throws(JSONError) {
            let json = try JSONDocument(parsing: bytes, limits: .message).root
            reading.submissionID = try? Envelope.externalID(of: json)
            reading.reasons = Envelope.errors(fromOutside: json).map { reason($0, below: json.path) }
            // What is wrong with the order is of use all the same: the sender puts both right at once.
            guard let data = json["data"], !data.isNull else { return reading.complete }
            switch SubmissionValidator.validate(data, from: sender, now: now) {
            case .order(let order): reading.externalID = order.externalID
            case .refused(let reasons, let externalID):
                reading.externalID = externalID
                reading.reasons += reasons
            }
        } catch {
            reading.reasons = [reason(error, below: "$")]
        }
        return reading.complete
    }

    /// - Parameter root: the path of the envelope, which is not `$` when it was one of a pack.
    private static func reason(_ error: JSONError, below root: String) -> Reason {
        Reason(
            code: error.code.rawValue, path: "$" + error.path.dropFirst(root.count),
            message: "the envelope: \(error.message)")
    }
}

extension UnreadableSubmission.Reading {
    /// A refusal without a reason would help nobody: what neither reading finds is a pack that is none.
    fileprivate var complete: Self {
        guard reasons.isEmpty else { return self }
        var copy = self
        copy.reasons = [Reason(code: "unreadable", path: "$", message: "the message is not one envelope")]
        return copy
    }
}
