import Contracts
import Messaging

/// For news that reach the coordinator's queue because it listens to everything its participants say.
enum NotOursHandler<News: MessagePayload>: MessageHandler {
    typealias Store = SagaStore
    typealias Payload = News

    static func keys(of news: News, _ envelope: Envelope, into keys: inout SagaStore.Keys) {}

    static func handle(
        _ news: News, _ context: HandlerContext, _ rows: inout SagaStore.Rows, _ out: inout Outcome
    ) {}
}
