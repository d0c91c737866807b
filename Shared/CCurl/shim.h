// Swift cannot call C functions with variable arguments, which is what libcurl's options are: one shim per type of value.
#pragma once
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

/// Called by libcurl with each line of the protocol's dialogue.
typedef int (*waybill_curl_debug_function)(
    CURL *handle, curl_infotype kind, char *data, size_t size, void *context);

static inline CURLcode waybill_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode waybill_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

/// The text is copied.
static inline CURLcode waybill_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

/// The pointer must stay valid for as long as the option is set.
static inline CURLcode waybill_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

/// The list is not copied: it is freed by the caller, after the transfer.
static inline CURLcode waybill_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode waybill_curl_set_debug_function(CURL *handle, waybill_curl_debug_function function) {
    return curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, function);
}

/// Called by libcurl with a piece of the answer's body: returns how much it took; anything else ends the transfer.
typedef size_t (*waybill_curl_write_function)(char *data, size_t size, size_t count, void *context);

static inline CURLcode waybill_curl_set_write_function(CURL *handle, waybill_curl_write_function function) {
    return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, function);
}

/// The same for each line of the answer's head.
static inline CURLcode waybill_curl_set_header_function(CURL *handle, waybill_curl_write_function function) {
    return curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, function);
}

/// The status of the last answer; 0 when there was none.
static inline long waybill_curl_response_code(CURL *handle) {
    long code = 0;
    return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code) == CURLE_OK ? code : 0;
}

/// The socket of a handle that only connected; CURL_SOCKET_BAD when it has none.
static inline curl_socket_t waybill_curl_active_socket(CURL *handle) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK ? socket : CURL_SOCKET_BAD;
}

/// Whether an IPv4 address, in host order, is one that anybody could reach (RFC 6890).
static inline int waybill_is_public_ipv4(uint32_t address) {
    static const struct { uint32_t network; int bits; } reserved[] = {
        {0x00000000, 8},  {0x0A000000, 8},  {0x64400000, 10}, {0x7F000000, 8},  {0xA9FE0000, 16}, {0xAC100000, 12},
        {0xC0000000, 24}, {0xC0000200, 24}, {0xC0A80000, 16}, {0xC6120000, 15}, {0xC6336400, 24}, {0xCB007100, 24},
        {0xE0000000, 3},
    };
    for (unsigned index = 0; index < sizeof reserved / sizeof *reserved; index++) {
        if ((address ^ reserved[index].network) >> (32 - reserved[index].bits) == 0) return 0;
    }
    return 1;
}

/// Whether an address, as libcurl is about to connect to it, is public; this machine's own counts when `loopback` is set.
static inline int waybill_may_connect(const struct sockaddr *address, int loopback) {
    if (address->sa_family == AF_INET) {
        uint32_t host = ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr);
        return (loopback && host >> 24 == 127) || waybill_is_public_ipv4(host);
    }
    if (address->sa_family != AF_INET6) return 0;
    const uint8_t *bytes = ((const struct sockaddr_in6 *)address)->sin6_addr.s6_addr;
    static const uint8_t own[16] = {[15] = 1}, mapped[12] = {[10] = 0xFF, [11] = 0xFF};
    if (memcmp(bytes, own, 16) == 0) return loopback;
    if (memcmp(bytes, mapped, 12) == 0) {
        uint32_t host = (uint32_t)bytes[12] << 24 | (uint32_t)bytes[13] << 16 | (uint32_t)bytes[14] << 8 | bytes[15];
        return (loopback && host >> 24 == 127) || waybill_is_public_ipv4(host);
    }
    // Global unicast is 2000::/3; of it documentation, and the tunnels that carry an IPv4 address, are left out.
    if (bytes[0] >> 5 != 1) return 0;
    if (bytes[0] == 0x20 && bytes[1] == 0x02) return 0;
    if (bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0) return 0;
    return !(bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0D && bytes[3] == 0xB8);
}

static inline curl_socket_t waybill_open_public_socket(void *context, curlsocktype kind, struct curl_sockaddr *address) {
    if (kind != CURLSOCKTYPE_IPCXN || !waybill_may_connect(&address->addr, context != NULL)) return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// From now on this handle connects to public addresses only, whatever a name resolves to.
static inline CURLcode waybill_curl_guard_sockets(CURL *handle, int loopback) {
    CURLcode status = curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, waybill_open_public_socket);
    return status != CURLE_OK ? status
                              : curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, loopback ? (void *)handle : NULL);
}
