// A fixed reference, deliberately bare: it has no inbox, no outbox, no state, no JSON. Whoever changes it makes all figures
// before and after incomparable.

#include "CBench.h"

#include <libpq-fe.h>
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

enum {
    QUEUES = 8,
    MESSAGES_PER_ORDER = 15,
    MESSAGE_BYTES = 600,
    WINDOW = 1000,
    PREFETCH = 300,
    ACK_EVERY = 100,
    ROWS_PER_ORDER = 40,
    UPDATES_PER_ORDER = 10,
    SET = 100,
    ROW_BYTES = 200,
    STATE_ROWS = 10000,
    // Of this many orders: four sets of inserted rows and one of updated ones.
    ORDERS_PER_TRANSACTION = 10,
    // Transactions that are under way at once.
    PIPELINE = 4,
};

typedef struct {
    const waybill_bench_target *target;
    int64_t orders;
    waybill_bench_limit_result *result;
    atomic_int failed;
    pthread_mutex_t lock;
    double started;
} run_state;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void fail(run_state *run, const char *what, const char *why) {
    pthread_mutex_lock(&run->lock);
    if (!atomic_exchange(&run->failed, 1)) {
        snprintf(run->result->error, sizeof run->result->error, "%s: %s", what, why ? why : "?");
    }
    pthread_mutex_unlock(&run->lock);
}

static void queue_name(char *name, size_t size, int number) { snprintf(name, size, "waybill.bench.limit.%d", number); }

// MARK: Broker

static amqp_connection_state_t open_broker(run_state *run) {
    const waybill_bench_target *target = run->target;
    amqp_connection_state_t connection = amqp_new_connection();
    amqp_socket_t *socket = amqp_tcp_socket_new(connection);
    if (!socket || amqp_socket_open(socket, target->broker_host, target->broker_port) != AMQP_STATUS_OK) {
        fail(run, "broker", "cannot connect");
        amqp_destroy_connection(connection);
        return NULL;
    }
    amqp_rpc_reply_t reply = amqp_login(
        connection, target->broker_vhost, 1, 131072, 0, AMQP_SASL_METHOD_PLAIN, target->broker_user,
        target->broker_password);
    if (reply.reply_type != AMQP_RESPONSE_NORMAL) {
        fail(run, "broker", "login refused");
        amqp_destroy_connection(connection);
        return NULL;
    }
    amqp_channel_open(connection, 1);
    if (amqp_get_rpc_reply(connection).reply_type != AMQP_RESPONSE_NORMAL) fail(run, "broker", "no channel");
    return connection;
}

static void close_broker(amqp_connection_state_t connection) {
    if (!connection) return;
    amqp_connection_close(connection, AMQP_REPLY_SUCCESS);
    amqp_destroy_connection(connection);
}

static void declare_queues(run_state *run, amqp_connection_state_t connection) {
    amqp_table_entry_t entry = {
        .key = amqp_cstring_bytes("x-queue-type"),
        .value = {.kind = AMQP_FIELD_KIND_UTF8, .value.bytes = amqp_cstring_bytes("quorum")},
    };
    amqp_table_t arguments = {.num_entries = 1, .entries = &entry};
    for (int number = 0; number < QUEUES; number++) {
        char name[64];
        queue_name(name, sizeof name, number);
        amqp_queue_delete(connection, 1, amqp_cstring_bytes(name), 0, 0);
        amqp_get_rpc_reply(connection);
        amqp_queue_declare(connection, 1, amqp_cstring_bytes(name), 0, 1, 0, 0, arguments);
        if (amqp_get_rpc_reply(connection).reply_type != AMQP_RESPONSE_NORMAL) {
            return fail(run, "broker", "a queue cannot be declared");
        }
    }
}

static void delete_queues(amqp_connection_state_t connection) {
    for (int number = 0; number < QUEUES; number++) {
        char name[64];
        queue_name(name, sizeof name, number);
        amqp_queue_delete(connection, 1, amqp_cstring_bytes(name), 0, 0);
    }
}

// Which delivery tags are confirmed: quorum queues confirm one by one and out of order, or many at once.
typedef struct {
    unsigned char is_confirmed[4 * WINDOW];
    // All up to this tag are.
    uint64_t contiguous;
    uint64_t count;
} confirms;

static void confirm(confirms *known, uint64_t tag, int multiple) {
    for (uint64_t each = multiple ? known->contiguous + 1 : tag; each <= tag; each++) {
        unsigned char *flag = &known->is_confirmed[each % sizeof known->is_confirmed];
        known->count += *flag ? 0 : 1;
        *flag = 1;
    }
    while (known->is_confirmed[(known->contiguous + 1) % sizeof known->is_confirmed]) {
        known->contiguous++;
        known->is_confirmed[known->contiguous % sizeof known->is_confirmed] = 0;
    }
}

// Reads confirms until at most `limit` messages are unconfirmed.
static int await_confirms(run_state *run, amqp_connection_state_t connection, uint64_t sent, confirms *known, uint64_t limit) {
    // By the tags, not by their number: the flags are of the last messages only.
    while (sent - known->contiguous > limit) {
        amqp_frame_t frame;
        amqp_maybe_release_buffers(connection);
        struct timeval patience = {.tv_sec = 60};
        int status = amqp_simple_wait_frame_noblock(connection, &frame, &patience);
        if (status != AMQP_STATUS_OK) {
            fail(run, "publish", amqp_error_string2(status));
            return -1;
        }
        if (frame.frame_type != AMQP_FRAME_METHOD) continue;
        if (frame.payload.method.id == AMQP_BASIC_ACK_METHOD) {
            amqp_basic_ack_t *ack = frame.payload.method.decoded;
            confirm(known, ack->delivery_tag, ack->multiple);
        } else {
            fail(run, "publish", "the broker did not confirm");
            return -1;
        }
    }
    return 0;
}

static void *publish(void *argument) {
    run_state *run = argument;
    amqp_connection_state_t connection = open_broker(run);
    if (!connection) return NULL;
    amqp_confirm_select(connection, 1);
    static char body[MESSAGE_BYTES];
    memset(body, 'x', sizeof body);
    amqp_basic_properties_t properties = {
        ._flags = AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_CONTENT_TYPE_FLAG,
        .delivery_mode = 2,
        .content_type = amqp_cstring_bytes("application/cloudevents+json"),
    };
    uint64_t total = (uint64_t)run->orders * MESSAGES_PER_ORDER, sent = 0;
    confirms known = {.contiguous = 0};
    while (sent < total && !atomic_load(&run->failed)) {
        char name[64];
        queue_name(name, sizeof name, (int)(sent % QUEUES));
        int status = amqp_basic_publish(
            connection, 1, amqp_empty_bytes, amqp_cstring_bytes(name), 0, 0, &properties,
            (amqp_bytes_t){.len = sizeof body, .bytes = body});
        if (status != AMQP_STATUS_OK) {
            fail(run, "publish", amqp_error_string2(status));
            break;
        }
        sent++;
        if (await_confirms(run, connection, sent, &known, WINDOW - 1)) break;
    }
    if (!atomic_load(&run->failed)) await_confirms(run, connection, sent, &known, 0);
    run->result->published = (int64_t)known.count;
    close_broker(connection);
    return NULL;
}

static void *consume(void *argument) {
    run_state *run = argument;
    amqp_connection_state_t connection = open_broker(run);
    if (!connection) return NULL;
    amqp_basic_qos(connection, 1, 0, PREFETCH, 0);
    for (int number = 0; number < QUEUES; number++) {
        char name[64];
        queue_name(name, sizeof name, number);
        amqp_basic_consume(connection, 1, amqp_cstring_bytes(name), amqp_empty_bytes, 0, 0, 0, amqp_empty_table);
        if (amqp_get_rpc_reply(connection).reply_type != AMQP_RESPONSE_NORMAL) fail(run, "consume", "refused");
    }
    int64_t total = run->orders * MESSAGES_PER_ORDER, taken = 0, unacknowledged = 0;
    uint64_t last = 0;
    while (taken < total && !atomic_load(&run->failed)) {
        amqp_maybe_release_buffers(connection);
        amqp_envelope_t envelope;
        // Nothing more is there: what was taken is acknowledged, else nobody would send more.
        struct timeval patience = {.tv_sec = unacknowledged ? 0 : 1, .tv_usec = unacknowledged ? 2000 : 0};
        amqp_rpc_reply_t reply = amqp_consume_message(connection, &envelope, &patience, 0);
        if (reply.reply_type == AMQP_RESPONSE_NORMAL) {
            last = envelope.delivery_tag;
            taken++;
            unacknowledged++;
            amqp_destroy_envelope(&envelope);
        } else if (reply.library_error != AMQP_STATUS_TIMEOUT) {
            fail(run, "consume", amqp_error_string2(reply.library_error));
            break;
        }
        if (unacknowledged >= ACK_EVERY || (unacknowledged && reply.reply_type != AMQP_RESPONSE_NORMAL)) {
            amqp_basic_ack(connection, 1, last, 1);
            unacknowledged = 0;
        }
    }
    if (unacknowledged) amqp_basic_ack(connection, 1, last, 1);
    run->result->consumed = taken;
    run->result->broker_seconds = now() - run->started;
    delete_queues(connection);
    close_broker(connection);
    return NULL;
}

// MARK: Database

static int execute(run_state *run, PGconn *connection, const char *sql) {
    PGresult *result = PQexec(connection, sql);
    ExecStatusType status = PQresultStatus(result);
    PQclear(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return 0;
    fail(run, "database", PQerrorMessage(connection));
    return -1;
}

static int prepare(run_state *run, PGconn *connection) {
    static const char *const script =
        "SET client_min_messages = warning;"
        "DROP TABLE IF EXISTS public.bench_limit_row, public.bench_limit_state;"
        "CREATE TABLE public.bench_limit_row (id bigint PRIMARY KEY, payload text NOT NULL);"
        "CREATE TABLE public.bench_limit_state (id bigint PRIMARY KEY, version bigint NOT NULL, payload text NOT NULL)"
        " WITH (fillfactor = 70);"
        "INSERT INTO public.bench_limit_state SELECT n, 0, repeat('x', 180) FROM generate_series(0, 9999) n;"
        "PREPARE row_set (int8[], text[]) AS INSERT INTO public.bench_limit_row SELECT * FROM unnest($1, $2);"
        "PREPARE state_set (int8[]) AS UPDATE public.bench_limit_state SET version = version + 1 WHERE id = ANY($1)";
    return execute(run, connection, script);
}

// `{1,2,3}`
static void number_list(char *text, size_t size, int64_t first, int64_t modulus) {
    size_t length = 0;
    for (int index = 0; index < SET; index++) {
        length += (size_t)snprintf(
            text + length, size - length, "%c%lld", index ? ',' : '{', (long long)((first + index) % modulus));
    }
    snprintf(text + length, size - length, "}");
}

static int send_transaction(PGconn *connection, int64_t number, const char *payloads) {
    char ids[SET * 24];
    int is_sent = PQsendQueryParams(connection, "BEGIN", 0, NULL, NULL, NULL, NULL, 0);
    for (int set = 0; set < ROWS_PER_ORDER * ORDERS_PER_TRANSACTION / SET; set++) {
        int64_t first = number * ROWS_PER_ORDER * ORDERS_PER_TRANSACTION + (int64_t)set * SET;
        number_list(ids, sizeof ids, first, INT64_MAX);
        const char *values[2] = {ids, payloads};
        is_sent &= PQsendQueryPrepared(connection, "row_set", 2, values, NULL, NULL, 0);
    }
    number_list(ids, sizeof ids, number * SET, STATE_ROWS);
    const char *values[1] = {ids};
    is_sent &= PQsendQueryPrepared(connection, "state_set", 1, values, NULL, NULL, 0);
    is_sent &= PQsendQueryParams(connection, "COMMIT", 0, NULL, NULL, NULL, NULL, 0);
    return is_sent && PQpipelineSync(connection);
}

// Reads to the end of one transaction.
static int await_transaction(run_state *run, PGconn *connection) {
    while (1) {
        PGresult *result = PQgetResult(connection);
        if (!result) continue;
        ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_FATAL_ERROR) fail(run, "database", PQresultErrorMessage(result));
        PQclear(result);
        if (status == PGRES_PIPELINE_SYNC) return 0;
        if (PQstatus(connection) == CONNECTION_BAD) return -1;
    }
}

static void *store(void *argument) {
    run_state *run = argument;
    PGconn *connection = PQconnectdb(run->target->database);
    if (PQstatus(connection) != CONNECTION_OK) {
        fail(run, "database", PQerrorMessage(connection));
    } else if (prepare(run, connection) == 0) {
        // Eight bytes of the 200 are the key.
        char *payloads = malloc(SET * (size_t)(ROW_BYTES + 1) + 3), *end = payloads;
        for (int index = 0; index < SET; index++) {
            *end++ = index ? ',' : '{';
            memset(end, 'y', ROW_BYTES - 8);
            end += ROW_BYTES - 8;
        }
        strcpy(end, "}");
        run->started = run->started > 0 ? run->started : now();
        double started = now();
        PQenterPipelineMode(connection);
        int64_t total = (run->orders + ORDERS_PER_TRANSACTION - 1) / ORDERS_PER_TRANSACTION, sent = 0, done = 0;
        while (done < total && !atomic_load(&run->failed)) {
            while (sent < total && sent - done < PIPELINE) {
                if (!send_transaction(connection, sent, payloads)) {
                    fail(run, "database", PQerrorMessage(connection));
                    break;
                }
                sent++;
            }
            if (await_transaction(run, connection)) break;
            done++;
        }
        run->result->commits = done;
        run->result->database_seconds = now() - started;
        PQexitPipelineMode(connection);
        execute(run, connection, "DROP TABLE public.bench_limit_row, public.bench_limit_state");
        free(payloads);
    }
    PQfinish(connection);
    return NULL;
}

int waybill_bench_limit(const waybill_bench_target *target, int64_t orders, waybill_bench_limit_result *result) {
    memset(result, 0, sizeof *result);
    run_state run = {.target = target, .orders = orders, .result = result};
    pthread_mutex_init(&run.lock, NULL);
    amqp_connection_state_t connection = open_broker(&run);
    if (connection) declare_queues(&run, connection);
    close_broker(connection);
    if (!atomic_load(&run.failed)) {
        run.started = now();
        pthread_t threads[3];
        void *(*const bodies[3])(void *) = {consume, publish, store};
        int started = 0;
        for (; started < 3; started++) {
            if (pthread_create(&threads[started], NULL, bodies[started], &run)) {
                fail(&run, "thread", "cannot be made");
                break;
            }
        }
        while (started > 0) pthread_join(threads[--started], NULL);
        result->seconds =
            result->broker_seconds > result->database_seconds ? result->broker_seconds : result->database_seconds;
    }
    pthread_mutex_destroy(&run.lock);
    return atomic_load(&run.failed) ? -1 : 0;
}
