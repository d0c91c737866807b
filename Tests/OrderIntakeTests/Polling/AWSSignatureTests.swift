import Contracts
import HTTPClient
import OrderIntake
import Testing

@Suite("A call to Amazon's web services")
struct AWSSignatureTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var method = "POST"
        var path = "/"
        var query: [(String, String)] = []
        var headers: [(String, String)] = []
        var body: String?
        var names = "host;x-amz-date"
        let signature: String
    }

    /// AWS's own test suite of Signature Version 4 (Apache License 2.0), but for what we never send: names that come twice,
    /// paths that are not plain, session tokens.
    private static let examples = [
        Example(
            testDescription: "get-vanilla", method: "GET",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        Example(
            testDescription: "get-vanilla-query-order-key-case", method: "GET",
            query: [("Param2", "value2"), ("Param1", "value1")],
            signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        Example(
            testDescription: "get-vanilla-utf8-query", method: "GET", query: [("ሴ", "bar")],
            signature: "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"),
        Example(
            testDescription: "get-unreserved", method: "GET",
            path: "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            signature: "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"),
        Example(
            testDescription: "post-vanilla",
            signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        Example(
            testDescription: "post-header-key-sort", headers: [("My-Header1", "value1")],
            names: "host;my-header1;x-amz-date",
            signature: "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"),
        Example(
            testDescription: "post-header-value-case", headers: [("My-Header1", "VALUE1")],
            names: "host;my-header1;x-amz-date",
            signature: "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"),
        Example(
            testDescription: "post-x-www-form-urlencoded",
            headers: [("Content-Type", "application/x-www-form-urlencoded")], body: "Param1=value1",
            names: "content-type;host;x-amz-date",
            signature: "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
    ]

    @Test("is signed as AWS's own examples are", arguments: examples)
    func published(_ example: Example) throws {
        var call = ChannelCall(
            example.method, example.path, query: example.query, headers: example.headers,
            body: example.body.map { Array($0.utf8) })
        let signature = AWSSignature(
            accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            region: "us-east-1", service: "service")
        let time = try #require(Timestamp(rfc3339: "2015-08-30T12:36:00Z"))
        signature.sign(&call, host: "example.amazonaws.com", at: time)
        #expect(call.headers.dropLast().last?.value == "20150830T123600Z")
        #expect(
            call.headers.last?.value == """
                AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
                SignedHeaders=\(example.names), Signature=\(example.signature)
                """)
    }
}
