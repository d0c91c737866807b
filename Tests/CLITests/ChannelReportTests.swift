import Contracts
import Foundation
import Postgres
import Testing
import TestSupport
import WireJSON

@testable import WaybillCLI

@Suite("waybill channels, over shops of every kind,")
struct ChannelReportTests {
    private static let shops = """
        INSERT INTO shop (channel, shop, is_open, webhook_secrets, version, connection) VALUES
            ('woocommerce', 'main', true, '{hush}', 1, '{"baseUrl": "https://shop.example"}'),
            ('trendyol', 'tr', true, '{hush}', 1, '{"account": "55"}'),
            ('n11', 'one', true, '{}', 1, '{"account": "55", "pollEvery": 30}'),
            ('magento', 'old', false, '{}', 1, '{"baseUrl": "https://old.example"}'),
            ('shopify', 'told', true, '{hush}', 1, '{"pollEvery": 0}'),
            ('amazon', 'eu', true, '{}', 1, '{"account": "55", "options": {"queueUrl": "https://sqs.example/1/q"}}'),
            ('web', 'own', true, '{hush}', 1, NULL),
            ('web', 'hooked', true, '{hush}', 1, NULL);
        INSERT INTO channel_watermark (channel, shop, kind, read_to, round_since, round_until, ordinal, is_asking, answered_at,
                                       finished_at, orders, failures, failure, limits, webhooks, webhooks_at) VALUES
            ('woocommerce', 'main', 'changes', now() - interval '125.5 s', NULL, NULL, 9, false, now() - interval '5.5 s',
             now() - interval '5.5 s', 41, 0, NULL, '{"rest": 15}', '[]', now()),
            ('woocommerce', 'main', 'census', now() - interval '1 h', NULL, NULL, 2, false, now(), now(), 8, 3, 'census: no',
             NULL, NULL, NULL),
            ('amazon', 'eu', 'changes', now() - interval '130.5 s', NULL, NULL, 2, false, now() - interval '5.5 s',
             now() - interval '5.5 s', 1, 0, NULL, NULL, NULL, NULL),
            ('amazon', 'eu', 'notices', now() - interval '20.5 s', NULL, NULL, 7, false, now() - interval '20.5 s',
             now() - interval '20.5 s', 4, 2, 'unauthorised: HTTP 403', NULL, NULL, NULL),
            ('trendyol', 'tr', 'changes', now() - interval '3 h 10.5 s', now(), now(), 70, false, now() - interval '3 h 10.5 s',
             now() - interval '3 h 10.5 s', 12, 4, 'unavailable: HTTP 503 maintenance', '{"orders": 2}', '["package"]', now()),
            ('trendyol', 'tr', 'claims', now() - interval '65.5 s', NULL, NULL, 7, false, now() - interval '60.5 s', now(), 3, 2,
             'unavailable: HTTP 502', NULL, NULL, NULL),
            ('n11', 'one', 'claims', now() - interval '7 s', NULL, NULL, 7, false, now(), now(), 5, 0, NULL, NULL, NULL, NULL),
            ('n11', 'one', 'changes', now() - interval '30.5 s', now(), now(), 5, false, now() - interval '4.5 s',
             NULL, 3, 0, 'rate_limited: HTTP 429', '{"orders": 100, "stock": 0}', NULL, NULL);
        INSERT INTO raw_body (message_id, channel, shop, topic, outcome, body, received_at) VALUES
            (gen_random_uuid(), 'woocommerce', 'main', 'order.created', 'accepted', '', now() - interval '2 h 5.5 s'),
            (gen_random_uuid(), 'woocommerce', 'main', 'poll', 'accepted', '', now()),
            (gen_random_uuid(), 'trendyol', 'tr', 'claims', 'claim', '', now()),
            (gen_random_uuid(), 'shopify', 'told', 'orders/create', 'accepted', '', now() - interval '65.5 s');
        INSERT INTO inbox (order_id, id, hash, type, source, sent_at, received_at, state, next_at, reason, envelope)
        SELECT '00000000-0000-0000-0000-000000000000', gen_random_uuid(), '', 'waybill.intake.webhook.receive.v1', '/intake',
               now(), now() - w.age, w.state, CASE w.state WHEN 1 THEN now() END, 'unfit_order: no',
               convert_to(json_build_object('data', json_build_object(
                   'channel', w.channel, 'shop', w.shop, 'topic', w.topic, 'body', ''))::text, 'UTF8')
        FROM (VALUES
            ('trendyol', 'tr', 'package', 2, interval '40.5 s'),
            ('trendyol', 'tr', 'package', 2, interval '5 h'),
            ('trendyol', 'tr', 'poll', 2, interval '0 s'),
            ('shopify', 'told', 'orders/create', 2, interval '5 h'),
            ('web', 'hooked', 'order', 1, interval '30.5 s')) AS w (channel, shop, topic, state, age);
        INSERT INTO channel_recovery (channel, shop, external_id, message_id, way, outcome, channel_updated_at, found_at) VALUES
            ('woocommerce', 'main', '1', gen_random_uuid(), 'poll', 'accepted', now(), now()),
            ('woocommerce', 'main', '2', gen_random_uuid(), 'poll', 'accepted', now(), now()),
            ('woocommerce', 'main', '3', gen_random_uuid(), 'poll', 'accepted', now(), now() - interval '2 days');
        INSERT INTO channel_completeness (channel, shop, since, until, listed, missing, finished_at, lists_all) VALUES
            ('woocommerce', 'main', now() - interval '2 days', now() - interval '1 day', '["9"]', '["9"]', now(), true),
            ('woocommerce', 'main', now() - interval '1 day', now() - interval '1 h', '["1", "2", "2008"]', '["2008"]', now(),
             true),
            ('woocommerce', 'main', now() - interval '1 h', now(), '[]', '[]', NULL, true),
            ('trendyol', 'tr', now() - interval '1 day', now() - interval '1 h', '["1"]', '[]', now(), false);
        """

    /// Of one shop: listed, and in three ways not; of another whose census says nothing of that.
    private static let orders = """
        INSERT INTO intake_order (channel, shop, external_id, id, content, content_hash, recorded_reason, is_announced,
                                  channel_updated_at, currency, total, payment_state, version)
        SELECT o.channel, o.shop, o.external_id, o.id,
               jsonb_build_object('id', o.id, 'externalId', o.external_id, 'kind', o.kind), decode(repeat('00', 16), 'hex'),
               NULL, true, now() - o.age, 'EUR', 1, 'paid', 1
        FROM (SELECT c.*, gen_random_uuid() AS id FROM (VALUES
            ('woocommerce', 'main', '1', 'standard', interval '3 h'),
            ('woocommerce', 'main', 'gone', 'standard', interval '3 h'),
            ('woocommerce', 'main', 'trashed', 'express', interval '2 h'),
            ('woocommerce', 'main', 'changed-since', 'standard', interval '10 min'),
            ('woocommerce', 'main', 'at-the-bound', 'standard', interval '1 h 1 s'),
            ('woocommerce', 'main', 'long-ago', 'standard', interval '3 days'),
            ('woocommerce', 'main', 'ours', 'exchange', interval '3 h'),
            ('trendyol', 'tr', 'shipped', 'standard', interval '3 h')) AS c (channel, shop, external_id, kind, age)) o;
        """

    /// Many that were last heard of long ago.
    private static let older = """
        INSERT INTO intake_order (channel, shop, external_id, id, content, content_hash, recorded_reason, is_announced,
                                  channel_updated_at, currency, total, payment_state, version, received_at, updated_at)
        SELECT 'woocommerce', 'main', 'old-' || n, id, jsonb_build_object('id', id, 'externalId', 'old-' || n),
               decode(repeat('00', 16), 'hex'), NULL, true, now() - interval '9 days', 'EUR', 1, 'paid', 1,
               now() - interval '9 days', now() - interval '9 days'
        FROM (SELECT n, gen_random_uuid() AS id FROM generate_series(1, 5000) n) o;
        ANALYZE intake_order;
        """

    private static func with(_ body: @Sendable (OperatorSession) async throws -> Void) async throws {
        try await SchemaFixture.with { database, session in
            try await database.withConnection(schema: ServiceName.intake.schema) { connection in
                try await connection.execute(script: shops)
                try await connection.execute(script: orders)
            }
            try await body(session)
        }
    }

    @Test("shows each shop's lag, last poll and webhook, limits, what was recovered, the census and what is wrong")
    func text() async throws {
        try await Self.with { session in
            let report = try await ChannelReport.read(nil, in: session)
            let rows = report.text(width: nil).split(separator: "\n").map { line in
                // Seconds go by until it is read.
                line.replacing(#/ {2,}/#, with: "|").replacing(#/(\d+ min )?[0-9.]+ s\b/#, with: "? s")
                    .replacing(#/h \d+ min/#, with: "h ? min")
            }
            #expect(
                rows == [
                    "SHOP|STATE|LAG|LAST POLL|LAST WEBHOOK|LIMITS|ORDERS|RECOVERED|COMPLETE|CLAIMS LAG|TROUBLE",
                    "amazon/eu|read|? s|? s|never|1|0|queue: unauthorised: HTTP 403",
                    "magento/old|closed|never|never|0|0",
                    "n11/one|first round|? s|? s|never|orders 100 %|3|0|? s|rate_limited: HTTP 429",
                    "shopify/told|not asked|never|? s|0|0",
                    "trendyol/tr|failing (4)|3 h ? min|3 h ? min|? s|orders 2 %|12|0|1 of 1|? s"
                        + "|unavailable: HTTP 503 maintenance; claims: unavailable: HTTP 502; webhooks off: package",
                    "web/hooked|not asked|never|? s|0|0",
                    "woocommerce/main|read|? s|? s|2 h ? min|rest 15 %|41|2"
                        + "|2 of 3, missing 2008, not listed gone trashed",
                ])
            #expect(report.hasFailure)
        }
    }

    @Test("reads the orders of its census alone, however many a shop has")
    func plan() async throws {
        let sql = ChannelQueries.all.sql.description.replacing("$1::text", with: "NULL::text")
        try await SchemaFixture.with { database, _ in
            try await database.withConnection(schema: ServiceName.intake.schema) { connection in
                try await connection.execute(script: Self.shops)
                try await connection.execute(script: Self.older)
                try await connection.execute(
                    script: """
                        DO $do$
                        DECLARE line text; plan text := '';
                        BEGIN
                            -- A table as small as this one is else read as a whole.
                            SET LOCAL enable_seqscan = off;
                            FOR line IN EXECUTE $sql$EXPLAIN \(sql)$sql$ LOOP plan := plan || line || chr(10); END LOOP;
                            IF plan NOT LIKE '%on intake_order_fed%' AND plan NOT LIKE '%using intake_order_fed%' THEN
                                RAISE EXCEPTION 'the index is not used: %', plan;
                            END IF;
                        END $do$
                        """)
            }
        }
    }

    @Test("says the same to programs, of one shop where one is named")
    func json() async throws {
        try await Self.with { session in
            let report = try await ChannelReport.read("woocommerce/main", in: session)
            let shops = try JSONDocument(parsing: report.json.jsonBytes).root
            #expect(shops.count == 1 && !report.hasFailure)
            let shop = try #require(shops[0])
            #expect(shop["shop"]?.string == "woocommerce/main" && shop["state"]?.string == "read")
            // Seconds go by until it is read.
            let lag = try #require(shop["lagSeconds"]?.int)
            #expect((125...1800).contains(lag) && shop["orders"]?.int == 41 && shop["failures"]?.int == 0)
            #expect(shop["recoveredInADay"]?.int == 2 && shop["limits"]?["rest"]?.int == 15)
            let census = shop["completeness"]
            #expect(census?["listed"]?.int == 3 && census?["here"]?.int == 2)
            #expect(census?["missing"]?.elements.compactMap(\.string) == ["2008"])
            #expect(census?["unlisted"]?.elements.compactMap(\.string) == ["gone", "trashed"])

            let failing = try await ChannelReport.read("trendyol/tr", in: session)
            let other = try JSONDocument(parsing: failing.json.jsonBytes).root[0]
            #expect(other?["failure"]?.string == "unavailable: HTTP 503 maintenance" && failing.hasFailure)
            #expect(other?["disabledWebhooks"]?.elements.compactMap(\.string) == ["package"])
            #expect(other?["completeness"]?["unlisted"]?.count == 0)
            let claims = other?["claims"]
            let lagOfClaims = try #require(claims?["lagSeconds"]?.int)
            #expect((65...1800).contains(lagOfClaims) && claims?["claims"]?.int == 3 && claims?["failures"]?.int == 2)
            #expect(claims?["failure"]?.string == "unavailable: HTTP 502" && claims?["lastPoll"]?.string != nil)
            #expect(shop["claims"]?.isNull == true)
            let queue = try await ChannelReport.read("amazon/eu", in: session)
            let told = try JSONDocument(parsing: queue.json.jsonBytes).root[0]
            #expect(told?["queueFailures"]?.int == 2 && told?["failures"]?.int == 0 && queue.hasFailure)
            let none = try await ChannelReport.read("no/such", in: session)
            #expect(none.json.jsonBytes == Array("[]".utf8) && none.text().contains("no shop is asked"))
        }
    }
}
