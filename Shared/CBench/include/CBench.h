#pragma once
#include <stdint.h>

/// Where the reference load goes. Strings are the caller's and must live until the call returns.
typedef struct {
    const char *broker_host;
    int broker_port;
    const char *broker_user;
    const char *broker_password;
    const char *broker_vhost;
    /// libpq's own connection string, with the password in it.
    const char *database;
} waybill_bench_target;

typedef struct {
    /// From the first publish and the first statement until the last ack and the last commit.
    double seconds;
    double broker_seconds;
    double database_seconds;
    int64_t published;
    int64_t consumed;
    int64_t commits;
    /// What went wrong, empty when nothing did.
    char error[512];
} waybill_bench_limit_result;

/// What this machine's broker and database can do when nothing but they themselves stand in the way: for each order 15
/// messages of 600 bytes, published persistently with confirms (window 1000) to eight quorum queues and consumed with
/// multiple acks, while 40 rows of 200 bytes are inserted and 10 updated in pipelined transactions of 500 rows in sets of
/// 100. Blocks until it is done: call it on a thread of its own. Queues and tables are its own and are removed again.
/// - Returns: 0, or -1 with `error` set.
int waybill_bench_limit(const waybill_bench_target *target, int64_t orders, waybill_bench_limit_result *result);
