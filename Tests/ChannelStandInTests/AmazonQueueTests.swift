import ChannelStandIns
import Contracts
import HTTPClient
import OrderIntake
import TestSupport
import Testing
import WireJSON

@Suite("Amazon's queue")
struct AmazonQueueTests {
    private let clock = HandClock()
    private let dialect = AmazonDialect()

    private func call(
        _ action: String, _ body: String, on standIn: ChannelStandIn, secret: String? = nil, late: Int64 = 0
    ) async -> StandInAnswer {
        let url = "https://sqs.eu-west-1.amazonaws.com\(dialect.queuePath)"
        let text = body.replacing("{", with: #"{"QueueUrl": "\#(url)", "#, maxReplacements: 1)
        var call = ChannelCall(
            "POST", "/",
            headers: [("Content-Type", "application/x-amz-json-1.0"), ("X-Amz-Target", "AmazonSQS.\(action)")],
            body: Array(text.utf8))
        let host = "sqs.eu-west-1.amazonaws.com"
        AWSSignature(
            accessKeyID: dialect.accessKeyID, secretAccessKey: secret ?? dialect.secretAccessKey,
            region: dialect.region, service: "sqs"
        ).sign(&call, host: host, at: Timestamp(microseconds: (clock.now - late * 1000) * 1000))
        var headers = ["Host": host]
        for header in call.headers { headers[header.name] = header.value }
        return await standIn.answer(
            StandInRequest(method: "POST", target: "/", headers: headers, body: call.body ?? []))
    }

    private func handles(_ answer: StandInAnswer) -> [String] {
        answer.content?["Messages"]?.elements.compactMap { $0["ReceiptHandle"]?.string } ?? []
    }

    @Test("is open to whoever signs by the key's secret, and lately")
    func signatures() async throws {
        let standIn = await clock.standIn(dialect)
        let receive = #"{"WaitTimeSeconds": 0}"#
        #expect(await call("ReceiveMessage", receive, on: standIn).status == 200)
        #expect(await call("ReceiveMessage", receive, on: standIn, secret: "guess").status == 403)
        #expect(await call("ReceiveMessage", receive, on: standIn, late: 1000).status == 403)
        let unsigned = await standIn.answer(
            StandInRequest(method: "POST", target: "/", headers: ["X-Amz-Target": "AmazonSQS.ReceiveMessage"]))
        #expect(unsigned.status == 403)
    }

    @Test("hides what was received for a while, and has it until it is deleted by its last handle")
    func visibility() async throws {
        let standIn = await clock.standIn(dialect)
        let id = await standIn.place([("SKU-1", 1)])
        let courier = WebhookCourier(of: standIn, seed: 1) { _ in 500 }
        await courier.deliver()
        let receive = """
            {"MaxNumberOfMessages": 10, "VisibilityTimeout": 60, "WaitTimeSeconds": 20,
             "MessageSystemAttributeNames": ["ApproximateReceiveCount"]}
            """
        let first = await call("ReceiveMessage", receive, on: standIn)
        let message = try #require(first.content?["Messages"]?[0])
        let text = try #require(message["Body"]?.string)
        let change = try JSONDocument(parsing: Array(text.utf8)).root["Payload"]?["OrderChangeNotification"]
        #expect(change?["AmazonOrderId"]?.string == id)
        #expect(handles(await call("ReceiveMessage", receive, on: standIn)).isEmpty)
        clock.move(seconds: 60)
        let second = await call("ReceiveMessage", receive, on: standIn)
        let count = second.content?["Messages"]?[0]?["Attributes"]?["ApproximateReceiveCount"]?.string
        #expect(count == "2" && handles(second) != handles(first))
        func delete(_ answer: StandInAnswer) async -> StandInAnswer {
            await call(
                "DeleteMessageBatch", #"{"Entries": [{"Id": "0", "ReceiptHandle": "\#(handles(answer)[0])"}]}"#,
                on: standIn)
        }
        #expect(await delete(first).content?["Failed"]?.count == 0)
        #expect(await standIn.world.notices.count == 1)
        #expect(await delete(second).content?["Successful"]?.count == 1)
        #expect(await standIn.world.notices.isEmpty)
        #expect(await call("ReceiveMessage", #"{"MaxNumberOfMessages": 11}"#, on: standIn).status == 400)
    }
}
