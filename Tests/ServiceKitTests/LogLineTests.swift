import Foundation
import Logging
import Testing

@testable import ServiceKit

@Suite("Log lines")
struct LogLineTests {
    private func parsed(_ line: String) throws -> [String: String] {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
    }

    @Test("one JSON object per line, order id and trace id in front of other metadata")
    func json() {
        let captured = CapturedLines()
        captured.logger().info(
            "reserved",
            metadata: ["sku": "A-1", "traceid": "4bf9", "orderid": "7c1d", "quantity": .stringConvertible(3)])
        #expect(
            captured.lines == [
                #"{"time":"2026-01-01T00:00:00.004Z","level":"info","service":"inventory","message":"reserved","#
                    + #""orderid":"7c1d","traceid":"4bf9","quantity":"3","sku":"A-1"}"# + "\n"
            ])
    }

    @Test("whatever is logged, the line is one line of valid JSON that says the same")
    func hostile() throws {
        let captured = CapturedLines()
        let text = "a\"b\\c\nd\u{0}\u{1B}[31m\u{2028}é👍"
        captured.logger().error("\(text)", metadata: ["k\n\"": .string(text)])
        let line = try #require(captured.lines.first)
        #expect(line.utf8.filter { $0 == UInt8(ascii: "\n") }.count == 1)
        let fields = try parsed(line)
        #expect(fields["message"] == text)
        #expect(fields["k\n\""] == text)
    }

    @Test("nested metadata becomes dotted members; a name of ours is kept apart")
    func flattened() throws {
        let captured = CapturedLines()
        captured.logger(label: "amqp").warning(
            "w", metadata: ["outer": ["inner": ["x": "1"]], "list": ["a", "b"], "message": "mine"])
        let fields = try parsed(try #require(captured.lines.first))
        #expect(fields["outer.inner.x"] == "1")
        #expect(fields["list"] == "a,b")
        #expect(fields["message"] == "w")
        #expect(fields["metadata.message"] == "mine")
        #expect(fields["label"] == "amqp")
    }

    @Test("the logger's own metadata, the provider's and the event's: the nearest wins")
    func merging() throws {
        let captured = CapturedLines()
        var logger = captured.logger()
        logger[metadataKey: "orderid"] = "of the logger"
        logger[metadataKey: "queue"] = "inventory"
        logger.info("x", metadata: ["orderid": "of the event"])
        let fields = try parsed(try #require(captured.lines.first))
        #expect(fields["orderid"] == "of the event")
        #expect(fields["queue"] == "inventory")
    }

    @Test("text for people: aligned, quoted, and no control character gets through")
    func text() {
        let captured = CapturedLines()
        captured.logger(label: "amqp", format: .text).notice(
            "gone\u{1B}[31m\nfake line", metadata: ["orderid": "7c1d", "why": "no answer", "n": "1"])
        #expect(
            captured.lines == [
                "2026-01-01T00:00:00.004Z NOTICE   inventory/amqp: gone\\u{1B}[31m\\nfake line orderid=7c1d n=1 why=\"no answer\"\n"
            ])
    }

    @Test("below the level nothing is written")
    func level() {
        let captured = CapturedLines()
        let logger = captured.logger(level: .warning)
        logger.info("quiet")
        logger.warning("loud")
        #expect(captured.lines.count == 1)
    }
}
