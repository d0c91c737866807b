import AMQP
import CBench
import Executors

/// Runs the reference load, on a thread of its own since it blocks.
actor LimitRun {
    struct Figures: Sendable {
        var seconds: Double
        var brokerSeconds: Double
        var databaseSeconds: Double
        var commits: Int
    }

    private let session: OperatorSession
    private let orders: Int
    private let executor = ThreadExecutor(name: "bench-limit")

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(session: OperatorSession, orders: Int) {
        self.session = session
        self.orders = orders
    }

    func run() throws -> Figures {
        let broker = try session.brokerConfiguration()
        let database = try session.databaseKeywords()
        var result = waybill_bench_limit_result()
        let status = broker.host.withCString { host in
            broker.user.withCString { user in
                broker.password.withCString { password in
                    broker.vhost.withCString { vhost in
                        database.withCString { database in
                            var target = waybill_bench_target(
                                broker_host: host, broker_port: Int32(broker.port), broker_user: user,
                                broker_password: password, broker_vhost: vhost, database: database)
                            return waybill_bench_limit(&target, Int64(orders), &result)
                        }
                    }
                }
            }
        }
        executor.stop()
        guard status == 0 else {
            let text = withUnsafeBytes(of: &result.error) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            throw OperatorError("the reference load failed: \(text)")
        }
        return Figures(
            seconds: result.seconds, brokerSeconds: result.broker_seconds, databaseSeconds: result.database_seconds,
            commits: Int(result.commits))
    }
}
