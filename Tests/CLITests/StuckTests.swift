import Contracts
import Foundation
import Postgres
import Testing
import TestSupport

@testable import WaybillCLI

@Suite("What waits for a person, against every service's own schema")
struct StuckTests {
    private static let order = UUID.v5("stuck order")
    private static let other = UUID.v5("stuck other")

    /// One row of everything that can wait, by schema.
    private static let rows: [(schema: String, script: String)] = [
        (
            "saga",
            """
            INSERT INTO saga (order_id, version, phase, plan, headline, is_on_hold, authorised, captured, voided, refunded)
            VALUES ('\(order.text)', 1, 'running', 'card', 'on_hold', true, 0, 0, 0, 0);
            INSERT INTO saga (order_id, version, phase, plan, headline, is_on_hold, authorised, captured, voided, refunded,
                              early, created_at)
            VALUES ('\(other.text)', 1, 'unborn', 'card', 'received', false, 0, 0, 0, 0,
                    '[{"type": "waybill.payment.refunded.v1"}]', now() - interval '2 hours');
            INSERT INTO saga_order (order_id, channel, shop, external_id, number, currency, total, placed_at, document)
            VALUES ('\(order.text)', 'web', 'main', '1', '#1', 'EUR', 1, now(), '{}');
            INSERT INTO saga_step (order_id, position, step, unit, status, epoch, attempts, hold, reason, started_at)
            VALUES ('\(order.text)', 0, 'label', '\(order.text)', 'sent', 0, 1, 'address_invalid',
                    '{"code": "address_invalid", "message": "no such street"}', now())
            """
        ),
        (
            "inventory",
            """
            INSERT INTO inbox (order_id, id, hash, type, source, sent_at, state, reason, envelope)
            VALUES ('\(order.text)', '\(other.text)', '', 'waybill.inventory.reserve.v1', '/x', now(), 2, 'why', '{}');
            INSERT INTO site (code, name, floor, address, country, latitude_e6, longitude_e6, is_open)
            VALUES ('IST', 'x', 'auto', '{}', 'TR', 0, 0, true);
            INSERT INTO article (sku, title, weight, length, width, height, safety_stock)
            VALUES ('TEA', 'Tea', 1, 1, 1, 1, 0);
            INSERT INTO stock_balance (sku, site, on_hand, reserved, safety, version, quarantined)
            VALUES ('TEA', 'IST', 3, 0, 0, 1, 2)
            """
        ),
        (
            "shipping",
            """
            INSERT INTO parcel (id, order_id, state, command)
            VALUES ('\(other.text)', '\(order.text)', 'label_waiting', '{}')
            """
        ),
        (
            "returns",
            """
            INSERT INTO delivered_order (order_id, channel, shop, external_id, number, summary, as_of)
            VALUES ('\(order.text)', 'web', 'main', '1', '#1', '{}', now());
            INSERT INTO rma (id, order_id, state, origin, settlement, policy_version, document)
            VALUES ('\(other.text)', '\(order.text)', 'in_transit', 'customer', 'refund', 1,
                    '{"reason": {"code": "transit_overdue", "message": "on its way for 21 days"}}'),
                   ('\(order.text)', '\(order.text)', 'in_transit', 'customer', 'refund', 1, '{}')
            """
        ),
        (
            "notifications",
            """
            INSERT INTO notification (id, order_id, milestone, aggregate, channel, language, subject, state, reason_code,
                                      reason, message_id)
            VALUES ('\(order.text)', '\(order.text)', 'shipped', '\(order.text)', 'email', 'en', 's', 'refused',
                    'rejected', 'no such mailbox', '<x>');
            INSERT INTO webhook_endpoint (id, channel, shop, name, url, secrets, is_active, actor)
            VALUES ('\(order.text)', 'web', 'main', 'erp', 'https://x', '{whsec_x}', true, 'ada');
            INSERT INTO webhook_lane VALUES ('\(order.text)', '\(order.text)');
            INSERT INTO webhook_delivery (id, endpoint_id, order_id, type, body, state, reason)
            VALUES ('\(order.text)', '\(order.text)', '\(order.text)', 't', '{}', 'parked', 'three days')
            """
        ),
        (
            "order_intake",
            """
            INSERT INTO intake_order (channel, shop, external_id, id, content, content_hash, recorded_reason, is_announced,
                                      channel_updated_at, currency, total, payment_state, version)
            VALUES ('web', 'main', '2', '\(other.text)', '{"id": "\(other.text)", "externalId": "2"}',
                    decode(repeat('00', 16), 'hex'), 'partially_fulfilled', false, now(), 'EUR', 1, 'paid', 1);
            -- Nobody has to do anything about these: the marketplace sends one itself, and has more to say of the others.
            INSERT INTO intake_order (channel, shop, external_id, id, content, content_hash, recorded_reason, is_announced,
                                      channel_updated_at, currency, total, payment_state, version)
            SELECT 'amazon', 'main', reason, id, jsonb_build_object('id', id, 'externalId', reason),
                   decode(repeat('00', 16), 'hex'), reason, false, now(), 'EUR', 1, 'paid', 1
            FROM (SELECT unnest(ARRAY['fulfilled_by_channel', 'awaiting_channel', 'awaiting_packages']) AS reason,
                         gen_random_uuid() AS id) r
            """
        ),
    ]

    @Test("nothing waits where nothing is, and each thing that does is found with what to type about it")
    func everything() async throws {
        try await SchemaFixture.with { database, session in
            #expect(try await StuckItem.all(limit: 10, days: 7, in: session).isEmpty)
            for (schema, script) in Self.rows {
                try await database.withConnection(schema: schema) { try await $0.execute(script: script) }
            }
            let items = try await StuckItem.all(limit: 10, days: 7, in: session)
            #expect(items.filter { $0.kind == "recorded" }.map(\.about) == ["2"])
            let next = Dictionary(items.map { ($0.kind, $0.next) }) { "\($0) & \($1)" }
            #expect(
                next.keys.sorted() == [
                    "early", "hold", "label", "mail", "message", "quarantine", "recorded", "return", "webhook",
                ])
            #expect(next["hold"]?.hasPrefix("hold release \(Self.order.text) --ship-line1") == true)
            #expect(next["message"]?.contains("parked retry \(Self.other.text)") == true)
            #expect(
                next["return"]?.hasPrefix("return receive \(Self.other.text)") == true, "the one that is in time is not"
            )
            #expect(next["quarantine"]?.hasPrefix("stock quarantine release IST TEA") == true)
            #expect(next["webhook"]?.hasPrefix("webhook replay --endpoint \(Self.order.text)") == true)
            #expect(items.first { $0.kind == "hold" }?.reason == "address_invalid in label: no such street")
            #expect(try await StuckItem.holds(limit: 10, in: session).map(\.about) == ["#1"])
        }
    }

    @Test("every hold that there is has something to be typed about it")
    func advice() {
        let holds: [HoldReason] = [
            .paymentReview, .paymentMismatch, .unknownSKU, .stockShort, .siteWithoutGoods, .labelRefused,
            .captureFailed, .cancelRequested, .kitIncomplete,
            .addressInvalid, .parcelLost, .refundFailed, .stepExhausted, .paymentDisputed, .disputeLost,
        ]
        for hold in holds {
            let next = HoldAdvice.next(hold, order: "#1", step: "label", unit: "u")
            #expect(!next.hasPrefix("show"), "\(hold.rawValue)")
        }
    }
}
