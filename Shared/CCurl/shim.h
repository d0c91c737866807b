// Swift cannot call C functions with variable arguments, which is what libcurl's options are: one shim per type of value.
#pragma once
#include <curl/curl.h>

/// Called by libcurl for the next bytes to send: fills at most size * count bytes and returns how many.
typedef size_t (*waybill_curl_read_function)(char *buffer, size_t size, size_t count, void *context);

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

static inline CURLcode waybill_curl_set_read_function(CURL *handle, waybill_curl_read_function function) {
    return curl_easy_setopt(handle, CURLOPT_READFUNCTION, function);
}

static inline CURLcode waybill_curl_set_debug_function(CURL *handle, waybill_curl_debug_function function) {
    return curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, function);
}
