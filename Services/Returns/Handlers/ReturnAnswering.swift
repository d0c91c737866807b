import Contracts
import FoundationEssentials
import Messaging

/// Answers to requests about returns: for the operator who waits, and for the shop when it was one that asked.
enum ReturnAnswering {
    static func accept(_ rma: RMA, isPreview: Bool = false, _ context: HandlerContext, _ out: inout Outcome) {
        answer(
            ReturnAnswered(
                accepted: true, returnID: isPreview ? nil : rma.id, state: isPreview ? nil : rma.state,
                refund: rma.details.expected, fees: rma.details.expectedFees,
                lines: rma.lines.map { LineQuantity(lineID: $0.lineID, quantity: $0.quantity) }, isPreview: isPreview),
            actor: rma.details.actor, context, &out)
    }

    static func refuse(
        _ refusal: ReturnRefusal, _ rma: RMA?, actor: String = "", isPreview: Bool = false,
        _ context: HandlerContext, _ out: inout Outcome
    ) {
        answer(
            ReturnAnswered(
                accepted: false, returnID: rma?.id, state: rma?.state, reason: refusal.reason, isPreview: isPreview),
            actor: actor, context, &out)
    }

    private static func answer(
        _ answer: ReturnAnswered, actor: String, _ context: HandlerContext, _ out: inout Outcome
    ) {
        out.reply(answer, to: context.command)
        // A shop asks under its own name, which is also where its answers go.
        let parts = actor.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard context.envelope.type == RequestReturn.type, parts.count == 2, actor == context.envelope.channel,
            let shop = Storefront(channel: parts[0], shop: parts[1])
        else { return }
        out.announce(
            answer, routingKey: shop.answerKey, key: context.envelope.id.text, orderID: context.envelope.orderID,
            answers: context.envelope.id)
    }
}
