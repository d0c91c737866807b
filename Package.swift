// swift-tools-version: 6.2

import PackageDescription

/// Warnings are errors in our own targets; the memory-safety check is added where C is touched.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]
let wrapper = house + [.strictMemorySafety()]

extension Target {
    /// A library in `Shared/`.
    static func shared(
        _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource]? = nil,
        settings: [SwiftSetting] = house
    ) -> Target {
        .target(
            name: name, dependencies: dependencies, path: "Shared/\(name)", exclude: exclude, resources: resources,
            swiftSettings: settings)
    }

    /// A service is a library target, so that tests and the simulation run the very code that ships, and an
    /// executable target of one file.
    static func service(
        _ name: String, executable: String, _ more: [Target.Dependency] = [], exclude: [String] = [],
        resources: [Resource] = [], settings: [SwiftSetting] = house
    ) -> [Target] {
        [
            .target(
                name: name, dependencies: ["ServiceKit", "Messaging", "Contracts"] + more, path: "Services/\(name)",
                exclude: ["Command", "README.md"] + exclude, resources: [.embedInCode("Migrations")] + resources,
                swiftSettings: settings),
            .executableTarget(
                name: executable, dependencies: [.byName(name: name), "ServiceKit"], path: "Services/\(name)/Command",
                swiftSettings: house),
        ]
    }

    static func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
        .testTarget(
            name: name, dependencies: dependencies + ["TestSupport"], path: "Tests/\(name)", exclude: exclude,
            swiftSettings: house)
    }
}

let package = Package(
    name: "waybill",
    dependencies: [
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0",
            traits: ["CommandLineArguments"]),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // C libraries: module maps, and the shims that Swift cannot do without.
        .target(name: "CRabbitMQ", path: "Shared/CRabbitMQ", linkerSettings: [.linkedLibrary("rabbitmq")]),
        .systemLibrary(name: "CLibPQ", path: "Shared/CLibPQ", pkgConfig: "libpq"),
        .systemLibrary(name: "CCrypto", path: "Shared/CCrypto", pkgConfig: "libcrypto"),
        .systemLibrary(name: "CCurl", path: "Shared/CCurl", pkgConfig: "libcurl"),
        .target(name: "CWaybillSystem", path: "Shared/CSystem"),
        // The benchmark's reference load, in C so that nothing of ours is in it.
        .target(
            name: "CBench", dependencies: ["CLibPQ"], path: "Shared/CBench",
            linkerSettings: [.linkedLibrary("rabbitmq")]),

        .shared("Executors", ["CWaybillSystem"], settings: wrapper),
        .shared("WireJSON", []),
        .shared("PercentCoding", []),
        .shared("Contracts", ["WireJSON", "CCrypto"], exclude: ["README.md", "Schemas", "Samples", "AsyncAPI"]),
        .shared("CSV", ["Contracts"]),
        .shared(
            "AMQP",
            [
                "CRabbitMQ", "CWaybillSystem", "Executors", "PercentCoding",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "DequeModule", package: "swift-collections"),
            ],
            settings: wrapper),
        .shared(
            "Postgres",
            [
                "CLibPQ", "CWaybillSystem", "Executors", "PercentCoding", "CCrypto",
                .product(name: "Logging", package: "swift-log"),
            ],
            settings: wrapper),
        .shared("HTTPClient", ["CCurl", "Executors"], settings: wrapper),
        .target(
            name: "Messaging",
            dependencies: [
                "AMQP", "Postgres", "Contracts", "WireJSON", "Executors",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ], path: "Shared/Messaging", resources: [.embedInCode("Migrations")], swiftSettings: house),
        .shared(
            "ServiceKit",
            [
                "Messaging", "AMQP", "Postgres", "Contracts", "WireJSON", "CCrypto",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Hummingbird", package: "hummingbird"),
            ]),
        .shared(
            "TestSupport",
            [
                "Messaging", "ServiceKit", "AMQP", "Postgres", "Contracts", "WireJSON", "CCrypto",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
    ]
        + Target.service(
            "OrderIntake", executable: "order-intake",
            [
                "HTTPClient", "CCrypto", "PercentCoding", .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Metrics", package: "swift-metrics"),
            ], exclude: ["Channels/README.md"], resources: [.embedInCode("OpenAPI")])
        + Target.service(
            "SagaCoordinator", executable: "saga-coordinator", [.product(name: "Metrics", package: "swift-metrics")])
        + Target.service("PaymentVerify", executable: "payment-verify")
        + Target.service(
            "Inventory", executable: "inventory",
            ["CSV", "CCrypto", .product(name: "Hummingbird", package: "hummingbird")])
        + Target.service("Warehouse", executable: "warehouse")
        + Target.service("Shipping", executable: "shipping")
        + Target.service(
            "Returns", executable: "returns",
            [
                "CCrypto", "PercentCoding", .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Metrics", package: "swift-metrics"),
            ])
        + Target.service(
            "Notifications", executable: "notifications",
            ["HTTPClient", "CCurl", "CCrypto", "Executors", .product(name: "Mustache", package: "swift-mustache")],
            resources: [.embedInCode("Templates")], settings: wrapper)
        + [
            .target(
                name: "WaybillCLI",
                dependencies: [
                    // The coordinator's library is here for the auditor, which replays logs by the rules that run, and
                    // intake's for the benchmark, which maps orders.
                    "SagaCoordinator", "OrderIntake", "ServiceKit", "Messaging", "AMQP", "Postgres", "Contracts",
                    "WireJSON", "CSV",
                    // The channels' other sides, which the benchmark of stock tells of it.
                    "ChannelStandIns", "CBench", "CCrypto",
                    .product(name: "ArgumentParser", package: "swift-argument-parser"),
                    .product(name: "Histogram", package: "hdrhistogram-swift"),
                    .product(name: "Logging", package: "swift-log"),
                    .product(name: "Metrics", package: "swift-metrics"),
                    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                ], path: "Services/CLI", exclude: ["Command", "README.md"], swiftSettings: house),
            .executableTarget(
                name: "waybill",
                dependencies: [
                    "WaybillCLI", "ServiceKit", .product(name: "ArgumentParser", package: "swift-argument-parser"),
                ], path: "Services/CLI/Command", swiftSettings: house),

            // The other side of each channel, for tests: what it answers, what it sends, and its bad days.
            .target(
                name: "ChannelStandIns",
                dependencies: [
                    "TestSupport", "Contracts", "WireJSON", "PercentCoding", "CCrypto",
                    .product(name: "Hummingbird", package: "hummingbird"),
                    .product(name: "Logging", package: "swift-log"),
                ], path: "Tests/ChannelStandIns", exclude: ["README.md"], swiftSettings: house),
            .tests("ChannelStandInTests", ["ChannelStandIns", "OrderIntake", "HTTPClient", "Contracts", "WireJSON"]),

            // The whole system in one process, on a model of broker and database.
            .target(
                name: "Simulation",
                dependencies: [
                    "OrderIntake", "SagaCoordinator", "PaymentVerify", "Inventory", "Warehouse", "Shipping", "Returns",
                    "Notifications", "ServiceKit", "Messaging", "Contracts", "WireJSON",
                ], path: "Tests/Simulation", exclude: ["Command", "README.md"], swiftSettings: house),
            .executableTarget(
                name: "waybill-simulate",
                dependencies: ["Simulation", .product(name: "ArgumentParser", package: "swift-argument-parser")],
                path: "Tests/Simulation/Command", swiftSettings: house),
            .tests("SimulationTests", ["Simulation", "Executors"]),

            // The real processes, broker and database, and whatever breaks them.
            .target(
                name: "Chaos",
                dependencies: [
                    "TestSupport", "Messaging", "AMQP", "Postgres", "Contracts", "WireJSON",
                    .product(name: "Logging", package: "swift-log"),
                ], path: "Tests/Chaos", exclude: ["Command", "Python", "README.md"], swiftSettings: house),
            .executableTarget(
                name: "waybill-chaos",
                dependencies: ["Chaos", .product(name: "ArgumentParser", package: "swift-argument-parser")],
                path: "Tests/Chaos/Command", swiftSettings: house),
            .tests("ChaosTests", ["Chaos"]),

            .tests("WireJSONTests", ["WireJSON"]),
            .tests("ContractsTests", ["Contracts", "WireJSON"], exclude: ["Python"]),
            .tests("ExecutorsTests", ["Executors"]),
            .tests("AMQPTests", ["AMQP", .product(name: "Logging", package: "swift-log")]),
            .tests("PostgresTests", ["Postgres"]),
            .tests(
                "MessagingTests",
                [
                    "Messaging", "AMQP", "Postgres", "Contracts", "WireJSON",
                    .product(name: "Logging", package: "swift-log"),
                ]),
            .tests("ServiceKitTests", ["ServiceKit", "AMQP", "Postgres", "Contracts"]),
            .tests(
                "OrderIntakeTests",
                [
                    "OrderIntake", "PercentCoding",
                    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                ],
                exclude: ["Golden", "Python"]),
            .tests("SagaCoordinatorTests", ["SagaCoordinator"], exclude: ["Traces"]),
            .tests("PaymentVerifyTests", ["PaymentVerify"]),
            .tests("InventoryTests", ["Inventory"]),
            .tests("WarehouseTests", ["Warehouse"]),
            .tests("ShippingTests", ["Shipping"]),
            .tests(
                "ReturnsTests",
                [
                    "Returns", "Messaging", "AMQP", "Postgres", "Contracts", "WireJSON",
                    .product(name: "Logging", package: "swift-log"),
                ]),
            .tests(
                "NotificationsTests",
                [
                    "Notifications", "Messaging", "ServiceKit", "AMQP", "Postgres", "Contracts", "WireJSON",
                    .product(name: "Logging", package: "swift-log"),
                ], exclude: ["Golden", "Python"]),
            .tests(
                "UpgradeTests",
                [
                    "OrderIntake", "SagaCoordinator", "PaymentVerify", "Inventory", "Warehouse", "Shipping", "Returns",
                    "Notifications", "ServiceKit", "Messaging", "Postgres", "Contracts",
                    .product(name: "Logging", package: "swift-log"),
                ], exclude: ["Previous"]),
            .tests(
                "CLITests",
                [
                    "WaybillCLI", "CSV", "Contracts", "WireJSON", "OrderIntake", "SagaCoordinator", "PaymentVerify",
                    "Inventory", "Warehouse", "Shipping", "Returns", "Notifications", "Messaging", "AMQP", "Postgres",
                    "ServiceKit",
                    .product(name: "ArgumentParser", package: "swift-argument-parser"),
                    .product(name: "Logging", package: "swift-log"),
                ]),
            .tests(
                "EndToEndTests",
                ["ChannelStandIns", "Contracts", "Messaging", "AMQP", "Postgres", "WireJSON", "CCrypto"],
                exclude: ["Olist", "OpenAPI", "Storefront"]),
        ]
)
