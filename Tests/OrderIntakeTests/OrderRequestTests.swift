import Contracts
import PercentCoding
import Testing

@testable import OrderIntake

@Suite("What a request for an order says of itself")
struct OrderRequestTests {
    @Test("its key is bare or in quotes, and nothing that cannot be read")
    func keys() {
        for (header, key) in [
            ("abc", "abc"), ("\"abc\"", "abc"), ("\"a\\\"b\\\\c\"", "a\"b\\c"), ("a\"b", "a\"b"),
            (String(repeating: "k", count: 255), String(repeating: "k", count: 255)),
        ] { #expect(IdempotencyKey(header: header)?.text == key) }
        for header in [
            "", "\"\"", "\"", "\"abc", "\"abc\"d", "\"a\\bc\"", "a b", "\"a b\"", "ö", "a\n", "one, two",
            String(repeating: "k", count: 256),
        ] { #expect(IdempotencyKey(header: header) == nil, "\(header)") }
    }

    /// The message of the Standard Webhooks specification's own example; the code is of Python's hmac.
    @Test("its signature is that of the Standard Webhooks specification")
    func documented() {
        let body = Array(#"{"test": 2432232314}"#.utf8)
        let secret = "hush"
        let signature = RequestSignature(
            timestamp: "1614265330", signatures: "v1,CyVCjOtga/p1bhnGx2aBxN4pSXneruddhYBmNE/2Cbw=")
        #expect(signature.isValid(id: "msg_p5jXN8AQM9LWM0D4loKWxJek", body: body, secrets: [secret]))
        #expect(
            RequestSignature.sign(
                id: "msg_p5jXN8AQM9LWM0D4loKWxJek", body: body, secret: secret, at: Timestamp(seconds: 1_614_265_330))
                == signature)
    }

    @Test("its signature holds for one of two secrets and one of a few signatures, and for no other id, time or body")
    func signatures() {
        let body = Array("{}".utf8)
        let moment = Timestamp(seconds: 1_770_000_000)
        let good = RequestSignature.sign(id: "k", body: body, secret: "old", at: moment)
        #expect(good.isValid(id: "k", body: body, secrets: ["new", "old"]))
        #expect(!good.isValid(id: "l", body: body, secrets: ["new", "old"]))
        #expect(!good.isValid(id: "k", body: body + [32], secrets: ["new", "old"]))
        #expect(!good.isValid(id: "k", body: body, secrets: ["new"]))
        #expect(!good.isValid(id: "k", body: body, secrets: []))
        #expect(!good.isValid(id: "k", body: body, secrets: [""]))
        let other = RequestSignature.sign(id: "k", body: body, secret: "other", at: moment)
        let both = RequestSignature(
            timestamp: good.timestamp, signatures: "v2,x \(other.signatures) \(good.signatures)")
        #expect(both.isValid(id: "k", body: body, secrets: ["old"]))
        let padded = repeatElement(other.signatures, count: 4).joined(separator: " ") + " " + good.signatures
        #expect(
            !RequestSignature(timestamp: good.timestamp, signatures: padded).isValid(
                id: "k", body: body, secrets: ["old"]), "only so many are looked at")
        for position in body.indices {
            var changed = body
            changed[position] ^= 1
            #expect(!good.isValid(id: "k", body: changed, secrets: ["old"]))
        }
        let nobody = RequestSignature.sign(id: "k", body: body, secret: String(repeating: "0", count: 32), at: moment)
        #expect(!nobody.isValid(id: "k", body: body, secrets: []), "what stands in for a secret makes nothing valid")
    }

    @Test("its time may differ from ours by five minutes, either way")
    func window() {
        let now = Timestamp(seconds: 1_770_000_000)
        func isFresh(_ text: String) -> Bool {
            RequestSignature(timestamp: text, signatures: "").isFresh(at: now)
        }
        for difference in [-300, 0, 300] as [Int64] { #expect(isFresh("\(now.seconds + difference)")) }
        for difference in [-301, 301, 100_000] as [Int64] { #expect(!isFresh("\(now.seconds + difference)")) }
        for text in ["", "-5", "now", "1770000000.0", "99999999999999999999", "+1770000000"] {
            #expect(!isFresh(text))
        }
    }

    @Test("what it takes and sends is JSON, by the most specific range that is about it")
    func mediaTypes() {
        for type in ["application/json", "Application/JSON; charset=utf-8", " application / json "] {
            #expect(MediaTypes.isJSON(type))
        }
        for type in [nil, "", "text/json", "application/jsonp", "application", "application/json/x"] {
            #expect(!MediaTypes.isJSON(type))
        }
        for accept in [
            nil, "", "*/*", "application/*", "text/html, application/json;q=0.1", "*/*;q=0, application/json",
            "application/json;q=0.000x",
        ] { #expect(MediaTypes.takesJSON(accept), "\(accept ?? "nil")") }
        for accept in [
            "text/html", "application/json;q=0", "*/*, application/json; q=0.0", "application/*;q=0, */*", ",;,",
            "json",
        ] { #expect(!MediaTypes.takesJSON(accept), "\(accept)") }
    }

    @Test("a segment of its path is read with its escapes, or not at all")
    func segments() {
        for (segment, text) in [("a", "a"), ("%C3%B6%2f%25", "ö/%"), ("a+b", "a+b")] {
            #expect(PercentDecoded(segment.utf8).text == text)
        }
        for segment in ["%", "%4", "%zz", "%ff", "%C3"] { #expect(PercentDecoded(segment.utf8).text == nil) }
    }

    @Test("how many there may be fills up again with time, and never beyond the burst")
    func buckets() {
        let start = ContinuousClock.now
        var bucket = TokenBucket(rate: 10, capacity: 2, now: start)
        #expect(bucket.take(now: start) == nil)
        #expect(bucket.take(now: start) == nil)
        #expect(bucket.take(now: start) == .milliseconds(100))
        let half = bucket.take(now: start + .milliseconds(50)) ?? .zero
        #expect(half > .milliseconds(49) && half < .milliseconds(51))
        #expect(bucket.take(now: start + .milliseconds(101)) == nil)
        // A clock that goes back gives nothing, and takes nothing.
        #expect(bucket.take(now: start) != nil)
        let later = start + .seconds(3600)
        #expect(bucket.take(now: later) == nil && bucket.take(now: later) == nil && bucket.take(now: later) != nil)
    }

    @Test("what something costs is taken, and whoever counts on the other side is believed")
    func points() {
        let start = ContinuousClock.now
        var bucket = TokenBucket(perSecond: 50, capacity: 1000, now: start)
        for _ in 0..<20 { #expect(bucket.take(50, now: start) == nil) }
        #expect(bucket.take(50, now: start) == .seconds(1))
        bucket.learn(left: 490, capacity: 2000, perSecond: 100, now: start)
        for _ in 0..<9 { #expect(bucket.take(50, now: start) == nil) }
        #expect(bucket.take(50, now: start) == .milliseconds(100))
        #expect(bucket.take(5000, now: start + .seconds(60)) == nil, "more than there can ever be is let go by itself")
        let before = bucket.use(now: start + .seconds(60))
        bucket.learn(left: -1, capacity: 0, perSecond: 0, now: start + .seconds(60))
        #expect(bucket.use(now: start + .seconds(60)) == before)
    }
}
