import Contracts
import Testing

@Suite("A raw body, before anything is kept of it,")
struct CardRedactionTests {
    private func redacted(_ body: String) -> String {
        String(decoding: CardRedaction.redacted(Array(body.utf8)), as: UTF8.self)
    }

    @Test("loses card numbers in what people wrote, and nothing else")
    func freeText() {
        #expect(
            redacted(#"{"id": 4111111111111111,  "note":"my card: 4111-1111-1111-1111 \u00e7" , "x":[1.50]}"#)
                == #"{"id": 4111111111111111,  "note":"my card: [card number removed] ç" , "x":[1.50]}"#)
    }

    @Test(
        "keeps what only looks like one: ids, barcodes, telephone numbers, links",
        arguments: [
            #"{"variant_id":4111111111111111,"sku":"4111111111111111","barcode":"4111111111111111"}"#,
            #"{"meta_data":[{"id":1,"key":"_gtin","value":"4111111111111111"}]}"#,
            #"{"phone":"4111111111111111","checkout_token":"4111111111111111","tracking_id":"4111111111111111"}"#,
            #"{"order_status_url":"https://example.com/4111111111111111","_id":4111111111111111}"#,
        ])
    func exempt(body: String) {
        #expect(redacted(body) == body)
    }

    @Test("loses one that is a number, has escaped digits, or stands where a payment is named")
    func disguised() {
        #expect(redacted(#"{"value":4111111111111111}"#) == #"{"value":"[card number removed]"}"#)
        #expect(redacted(#"{"note":"\u0034111111111111111"}"#) == #"{"note":"[card number removed]"}"#)
        #expect(redacted(#"{"card_id":"4111111111111111"}"#) == #"{"card_id":"[card number removed]"}"#)
        #expect(redacted(#"{"transaction_id":"4111111111111111"}"#) == #"{"transaction_id":"[card number removed]"}"#)
    }

    @Test("loses every one when it is not JSON")
    func unreadable() {
        #expect(redacted(#"{"id": 4111111111111111,}"#) == #"{"id": [card number removed],}"#)
    }
}
